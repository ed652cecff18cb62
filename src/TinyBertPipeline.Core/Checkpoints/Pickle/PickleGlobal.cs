namespace TinyBertPipeline.Core.Checkpoints.Pickle;

/// <summary>
/// The Python names that a checkpoint may mention. A name is turned into one of these by a switch; nothing is looked up or called.
/// </summary>
internal enum PickleGlobal
{
    OrderedDictionary,
    RebuildTensor,
    RebuildParameter,
    DoubleStorage,
    FloatStorage,
    HalfStorage,
    BFloat16Storage,
    LongStorage,
    IntStorage,
    ShortStorage,
    CharStorage,
    ByteStorage,
    BoolStorage,
}
