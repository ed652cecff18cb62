using System.Runtime.CompilerServices;
using TinyBertPipeline.Core;
using TinyBertPipeline.Inference.OpenVino;

namespace TinyBertPipeline.Inference.Tests.OpenVino;

/// <summary>
/// Ways to load and dispose a model a hundred times, with a NullReferenceException caught after each. What is to be shown here ends the
/// process when it goes wrong, so <see cref="ReloadTests"/> starts this program again with <see cref="Argument"/> for each of them.
/// </summary>
internal static class ReloadOrders
{
    public const string Argument = "--reload-order";
    private const int Reloads = 100;

    private static readonly Dictionary<string, Action> _orders = new()
    {
        [nameof(HotReload)] = HotReload,
        ["FirstInFirstOut"] = () => InGroups(2, engines => engines),
        ["EachInTurn"] = () => InGroups(4, engines => engines),
        ["LastInFirstOut"] = () => InGroups(2, engines => engines.Reverse()),
        ["OnAnotherThread"] = () => InGroups(1, engines => engines.Select(DisposedElsewhere)),
        [nameof(LoadedOnAThreadThatEnds)] = LoadedOnAThreadThatEnds,
    };

    /// <summary>The ways by name.</summary>
    public static IEnumerable<string> Names => _orders.Keys;

    /// <summary>Reloads in this order; what goes wrong ends the process.</summary>
    public static int Run(string order)
    {
        _orders[order]();
        Console.WriteLine($"{order}: {Reloads} reloads");
        return 0;
    }

    private static void HotReload()
    {
        var current = Load();
        for (var i = 0; i < Reloads; i++)
        {
            var next = Load();
            current.Dispose();
            current = next;
            CatchNullReference();
        }
        current.Dispose();
        CatchNullReference();
    }

    // The thread that loads OpenVINO ends, and with it what belongs to it.
    private static void LoadedOnAThreadThatEnds()
    {
        for (var i = 0; i < Reloads; i++)
        {
            var loading = new Thread(() => InGroups(1, engines => engines, groups: 1));
            loading.Start();
            loading.Join();
            CatchNullReference();
        }
    }

    private static IInferenceEngine DisposedElsewhere(IInferenceEngine engine)
    {
        var disposing = new Thread(engine.Dispose);
        disposing.Start();
        disposing.Join();
        return engine;
    }

    private static void InGroups(int size, Func<IEnumerable<IInferenceEngine>, IEnumerable<IInferenceEngine>> order, int groups = 0)
    {
        for (var i = 0; i < (groups > 0 ? groups : Reloads / size); i++)
        {
            IInferenceEngine[] engines = [.. Enumerable.Range(0, size).Select(_ => Load())];
            foreach (var engine in order(engines)) engine.Dispose();
            CatchNullReference();
        }
    }

    // bf16 where the processor has a matrix unit, so that its registers have to fit on the signal stack.
    private static OpenVinoEngine Load()
    {
        var engine = OpenVinoEngine.Load(TinyModel.Path("masked-ids.xml"), TinyModel.OpenVinoOptions with { Precision = "bf16" });
        using var request = engine.CreateRequest();
        request.Run(TinyModel.Batch(2, 3));
        return engine;
    }

    private static void CatchNullReference()
    {
        var caught = false;
        try
        {
            LengthOf(null!);
        }
        catch (NullReferenceException)
        {
            caught = true;
        }
        if (!caught) throw new InvalidOperationException("a null reference had a length");
    }

    // A read of address 0, which .NET handles in its signal handler; inlined, it might be folded away.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int LengthOf(string text) => text.Length;
}
