using TinyBertPipeline.Core.Checkpoints;

namespace TinyBertPipeline.Core.Tests.Checkpoints;

public sealed class RestrictedUnpicklerTests
{
    private static readonly byte[] _four = [.. new float[] { 1, 2, 3, 4 }.SelectMany(BitConverter.GetBytes)];

    [Fact]
    public void PlainValuesBesideTensorsAreSkipped()
    {
        var pickle = new PickleBytes().Op('}').Text("epoch").Number(3).Op('s').Text("w").Tensor("0", 4, [4], [1]).Op('s').Stop();
        using var folder = new TemporaryFolder();
        using var file = Open(folder, ArchiveBytes.Checkpoint(pickle, _four));
        Assert.Equal(["w"], file.Entries.Keys);
    }

    [Fact]
    public void AnOrderedDictionaryMayBeMadeOfPairs()
    {
        var pickle = new PickleBytes().Global("collections", "OrderedDict").Op(']').Op(']').Text("w").Op('a').Tensor("0", 4, [2, 2], [2, 1])
            .Op('a', 'a').Raw(0x85).Op('R').Stop();
        using var folder = new TemporaryFolder();
        using var file = Open(folder, ArchiveBytes.Checkpoint(pickle, _four));
        Assert.Equal(new float[] { 1, 2, 3, 4 }, file.ReadFloats("w"));
    }

    [Fact]
    public void DeepNestingIsRefusedWithoutRecursion()
    {
        var pickle = new PickleBytes().Raw([.. Enumerable.Repeat((byte)']', 200_000)]).Raw([.. Enumerable.Repeat((byte)'a', 199_999)])
            .Stop();
        using var folder = new TemporaryFolder();
        Assert.Contains("on the stack", Assert.Throws<InvalidInputException>(() => Open(folder, ArchiveBytes.Checkpoint(pickle))).Message,
            StringComparison.Ordinal);
    }

    public static TheoryData<string, string> RefusedPickles => new()
    {
        { "a dictionary of two tensors of one name", "occurs twice" },
        { "two descriptions of one storage", "in two ways" },
        { "many copies", "more than the file holds" },
        { "a module", "whole model" },
        { "a class of torch.nn", "state_dict()" },
        { "an unknown storage", "torch.ComplexFloatStorage" },
        { "bytes after the pickle", "followed by 1 bytes" },
        { "a list among the tensors", "neither a tensor nor a plain value" },
        { "only numbers", "holds no tensors; its keys are 'epoch'" },
        { "an ordered dictionary of a number", "something else than pairs" },
        { "one list copied a thousand times", "more than 100000 pairs" },
        { "protocol 9", "protocol 9" },
        { "a frame in protocol 2", "opcode 0x95" },
    };

    [Theory, MemberData(nameof(RefusedPickles))]
    public void WhatNoStateDictHoldsIsRefused(string what, string reason)
    {
        using var folder = new TemporaryFolder();
        var refusal = Assert.Throws<InvalidInputException>(() => Open(folder, ArchiveBytes.Checkpoint(Pickle(what), _four)));
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    private static byte[] Pickle(string what) => what switch
    {
        "a dictionary of two tensors of one name" =>
            new PickleBytes().Op('}').Text("w").Tensor("0", 4, [4], [1]).Op('s').Text("w").Tensor("0", 4, [4], [1]).Op('s').Stop(),
        "two descriptions of one storage" =>
            new PickleBytes().Op('}').Text("w").Tensor("0", 4, [4], [1]).Op('s').Text("v")
                .Tensor("0", 2, [2], [1], storage: "DoubleStorage").Op('s').Stop(),
        "many copies" => new PickleBytes().Op('}').Text("w").Tensor("0", 4, [4, 1000], [1, 0]).Op('s').Stop(),
        "a module" => new PickleBytes().Op('(').Text("module").Text("net.py").Op('t', 'Q').Stop(),
        "a class of torch.nn" => new PickleBytes().Global("torch.nn.modules.linear", "Linear").Stop(),
        "an unknown storage" => new PickleBytes().Global("torch", "ComplexFloatStorage").Stop(),
        "bytes after the pickle" => [.. new PickleBytes().Op('}').Stop(), 0],
        "a list among the tensors" => new PickleBytes().Op('}').Text("w").Tensor("0", 4, [4], [1]).Op('s').Text("l").Op(']', 's').Stop(),
        "only numbers" => new PickleBytes().Op('}').Text("epoch").Number(3).Op('s').Stop(),
        "an ordered dictionary of a number" =>
            new PickleBytes().Global("collections", "OrderedDict").Op(']').Number(1).Raw((byte)'a', 0x85).Op('R').Stop(),
        "one list copied a thousand times" => ManyCopies(),
        "protocol 9" => [0x80, 9, (byte)'}', (byte)'.'],
        _ => new PickleBytes().Raw(0x95).Raw(new byte[8]).Stop(),
    };

    private static byte[] ManyCopies()
    {
        var pickle = new PickleBytes().Tuple(1, 2).Raw((byte)'q', 0).Op(']').Raw((byte)'q', 1).Op('(');
        for (var i = 0; i < 1_000; i++) pickle.Raw((byte)'h', 0);
        pickle.Op('e');
        for (var i = 0; i < 1_000; i++) pickle.Global("collections", "OrderedDict").Raw((byte)'h', 1, 0x85).Op('R');
        return pickle.Op('t').Stop();
    }

    private static PickleFile Open(TemporaryFolder folder, byte[] bytes)
    {
        File.WriteAllBytes(folder.File("a.bin"), bytes);
        return PickleFile.Open(folder.File("a.bin"));
    }
}
