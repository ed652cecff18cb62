using static TinyBertPipeline.Core.UntrustedText;

namespace TinyBertPipeline.Core.Checkpoints.Pickle;

/// <summary>The objects that a checkpoint's pickle may make of Python names: each is a case here, none is a call.</summary>
internal sealed class PickleObjects(PickleInput input)
{
    private const int MostDimensions = 8, MostCopies = 100_000;

    private readonly Dictionary<string, PickleStorage> _storages = new(StringComparer.Ordinal);
    private int _copies;

    /// <summary>The storages that were mentioned so far, by key.</summary>
    public IReadOnlyDictionary<string, PickleStorage> Storages => _storages;

    public PickleGlobal Global(string module, string name) => PickleGlobals.Parse(module, name)
        ?? throw input.Refuse(PickleGlobals.Refusal(module, name));

    public PickleGlobal Global(object?[] moduleAndName) => moduleAndName is [string module, string name]
        ? Global(module, name)
        : throw input.Refuse("names a Python object by something else than text");

    /// <summary>("storage", class, key, location, count), in the legacy format with a sixth part that is None.</summary>
    public PickleStorage Storage(object? id)
    {
        if (id is PickleTuple { Items: [string kind and not "storage", ..] })
            throw input.Refuse($"refers to a {Quote(kind)}: it holds a whole model; use torch.save(model.state_dict(), path)");
        if (id is not PickleTuple { Items: [string, PickleGlobal global, string key, string, long count, .. var more] }
            || more is not ([] or [null]) || PickleGlobals.StoredType(global) is not { } type)
            throw input.Refuse("has a storage that is not described as torch.save does");
        if (key.Length is 0 or > 20 || key.AsSpan().ContainsAnyExceptInRange('0', '9'))
            throw input.Refuse($"has a storage called {Quote(key)}; expected a number");
        if (count < 0 || count > long.MaxValue / type.Size()) throw input.Refuse($"has a storage of {count} elements");
        var storage = new PickleStorage(type, key, count);
        if (!_storages.TryAdd(key, storage) && _storages[key] != storage) throw input.Refuse($"describes the storage {key} in two ways");
        return storage;
    }

    public object Reduce(object? callable, object? arguments) => (callable, arguments) switch
    {
        (PickleGlobal.OrderedDictionary, PickleTuple { Items: [] }) => new PickleDictionary(isOrdered: true),
        (PickleGlobal.OrderedDictionary, PickleTuple { Items: [PickleTuple pairs] }) => Dictionary(pairs.Items),
        (PickleGlobal.OrderedDictionary, PickleTuple { Items: [List<object?> pairs] }) => Dictionary(pairs),
        (PickleGlobal.RebuildTensor, PickleTuple
        {
            Items: [PickleStorage storage, long offset, PickleTuple shape, PickleTuple strides, bool, PickleDictionary { Items: [] }],
        }) => new PickleTensor(storage, offset, Counts(shape), Counts(strides)),
        (PickleGlobal.RebuildParameter, PickleTuple { Items: [PickleTensor tensor, bool, PickleDictionary { Items: [] }] }) => tensor,
        (PickleGlobal global, _) => throw input.Refuse($"gives {global} arguments that torch.save does not"),
        _ => throw input.Refuse("calls something that is not a function"),
    };

    // OrderedDict(pairs), as Python 2 and TorchSharp.PyBridge write it.
    private PickleDictionary Dictionary(IReadOnlyList<object?> pairs)
    {
        // One list can be named again and again, and each time it is copied.
        _copies += pairs.Count;
        if (_copies > MostCopies) throw input.Refuse($"makes OrderedDicts of more than {MostCopies} pairs");
        var dictionary = new PickleDictionary(isOrdered: true);
        foreach (var pair in pairs)
        {
            dictionary.Items.Add(pair switch
            {
                PickleTuple { Items: [var key, var value] } => (key, value),
                List<object?> { Count: 2 } items => (items[0], items[1]),
                _ => throw input.Refuse("makes an OrderedDict of something else than pairs"),
            });
        }
        return dictionary;
    }

    private long[] Counts(PickleTuple tuple)
    {
        if (tuple.Items.Length > MostDimensions)
            throw input.Refuse($"has a tensor of {tuple.Items.Length} dimensions; at most {MostDimensions} are allowed");
        return Array.ConvertAll(tuple.Items, item => item is long count and >= 0 ? count
            : throw input.Refuse("has a tensor with a size or stride that is no number from 0"));
    }
}
