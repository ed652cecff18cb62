using TinyBertPipeline.Core.Checkpoints.Storage;

namespace TinyBertPipeline.Core.Checkpoints.Pickle;

/// <summary>A tuple; the other values are null (None), bool, long, double, string, a list of objects, and the types below.</summary>
internal sealed class PickleTuple(object?[] items)
{
    public object?[] Items { get; } = items;
}

/// <summary>A dictionary in the order of the file; keys may repeat until somebody looks.</summary>
internal sealed class PickleDictionary(bool isOrdered)
{
    public bool IsOrdered { get; } = isOrdered;

    public List<(object? Key, object? Value)> Items { get; } = [];
}

/// <summary>A storage that lies outside the pickle.</summary>
/// <param name="Type">Type of its elements.</param>
/// <param name="Key">Its name in the archive.</param>
/// <param name="Count">Number of elements as the pickle has it.</param>
internal sealed record PickleStorage(ElementType Type, string Key, long Count);

/// <summary>A view of a storage, not yet checked against it.</summary>
internal sealed record PickleTensor(PickleStorage Storage, long Offset, long[] Shape, long[] Strides);

/// <summary>What a pickle holds.</summary>
/// <param name="Root">Its one value.</param>
/// <param name="Storages">The storages that it mentions, by key.</param>
internal sealed record PickleContent(object? Root, IReadOnlyDictionary<string, PickleStorage> Storages);
