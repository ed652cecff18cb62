using TinyBertPipeline.Core.Checkpoints.Storage;

using static TinyBertPipeline.Core.UntrustedText;

namespace TinyBertPipeline.Core.Checkpoints;

/// <summary>Fills the slots of a model from a checkpoint and keeps account of what it found.</summary>
internal sealed class WeightsLoader
{
    private readonly ICheckpointFile _file;
    private readonly BertConfig _config;
    private readonly TensorSlot[] _head;
    private readonly Dictionary<string, string> _fileNames;
    private readonly Dictionary<string, WeightTensor> _loaded = new(StringComparer.Ordinal);
    private readonly List<string> _missing = [];
    private readonly List<ConvertedTensor> _converted = [];

    public WeightsLoader(ICheckpointFile file, BertConfig config, IEnumerable<TensorSlot>? head)
    {
        (_file, _config, _head) = (file, config, [.. head ?? []]);
        _fileNames = CanonicalName.Map(file);
    }

    /// <exception cref="InvalidInputException">A tensor is missing, misshapen, no float or not finite.</exception>
    public BertWeights Load(string sha256)
    {
        TensorSlot[] slots = [.. BertTensors.Of(_config, _head)];
        Check(slots);
        foreach (var slot in slots) Fill(slot);
        var known = slots.Select(slot => slot.Name).ToHashSet(StringComparer.Ordinal);
        var others = _fileNames.Where(name => !known.Contains(name.Key)).ToLookup(name => CanonicalName.IsIgnored(name.Key));
        var report = new CheckpointReport
        {
            Missing = _missing,
            Converted = _converted,
            Unexpected = [.. others[false].Select(name => name.Value)],
            Ignored = [.. others[true].Select(name => name.Value)],
        };
        return new BertWeights(_config, _loaded.Values, report, sha256);
    }

    // All faults of names, types and shapes are found before the first value is read.
    private void Check(TensorSlot[] slots)
    {
        if (!slots.Any(slot => _fileNames.ContainsKey(slot.Name)))
            throw Refuse($"no tensor of a BERT encoder is in this file; it holds {Quote([.. _file.Entries.Keys])}");
        string[] missing = [.. slots.Where(slot => !slot.IsOptional && SourceOf(slot) is null).Select(slot => slot.Name)];
        if (missing.Length > 0)
            throw Refuse($"lacks {Quote(missing)}, which a BERT of {_config.Layers} layers{HeadText()} must have");
        foreach (var slot in slots)
        {
            if (SourceOf(slot) is not { } entry) continue;
            if (!entry.Type.IsFloat()) throw entry.Refuse($"is {entry.Type}; expected F32, F16, BF16 or F64");
            if (!entry.Shape.AsSpan().SequenceEqual(slot.Shape))
                throw entry.Refuse($"is {UntrustedText.Shape(entry.Shape)}; the config asks for {UntrustedText.Shape(slot.Shape)}");
        }
    }

    private void Fill(TensorSlot slot)
    {
        if (_fileNames.TryGetValue(slot.Name, out var fileName))
        {
            var entry = _file.Entries[fileName];
            _loaded[slot.Name] = Read(slot.Name, entry);
            if (entry.Type != ElementType.F32 || fileName != slot.Name)
                _converted.Add(new ConvertedTensor(slot.Name, fileName, entry.Type));
            return;
        }
        _missing.Add(slot.Name);
        if (slot.TiedTo is not { } other) return;
        // A tied tensor shares its values, whichever of the two the file holds.
        if (!_loaded.TryGetValue(other, out var source))
        {
            if (SourceOf(slot) is not { } entry) return;            // an optional head of which the file has neither
            source = Read(other, entry);
        }
        _loaded[slot.Name] = source with { Name = slot.Name };
    }

    private WeightTensor Read(string name, TensorEntry entry)
    {
        var values = _file.ReadFloats(entry.Name);
        for (var i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
                throw entry.Refuse(FormattableString.Invariant($"has the value {values[i]} at {i}; weights must be finite 32-bit numbers"));
        }
        return new WeightTensor(name, entry.Shape, values);
    }

    private TensorEntry? SourceOf(TensorSlot slot)
    {
        if (_fileNames.TryGetValue(slot.Name, out var own)) return _file.Entries[own];
        return slot.TiedTo is { } other && _fileNames.TryGetValue(other, out var tied) ? _file.Entries[tied] : null;
    }

    private string HeadText() => _head.Length == 0 ? "" : $" with the head {string.Join(", ", _head.Select(slot => slot.Name))}";

    private InvalidInputException Refuse(string message) => new(InputKind.Model, _file.Path, message);
}
