namespace TinyBertPipeline.Core.Checkpoints.Pickle;

/// <summary>The pickle opcodes that are understood; CPython's names in full.</summary>
internal static class Opcode
{
    public const byte Mark = (byte)'(';
    public const byte Stop = (byte)'.';
    public const byte BinaryFloat = (byte)'G';
    public const byte BinaryInteger = (byte)'J';
    public const byte BinaryInteger1 = (byte)'K';
    public const byte BinaryInteger2 = (byte)'M';
    public const byte None = (byte)'N';
    public const byte BinaryPersistentId = (byte)'Q';
    public const byte Reduce = (byte)'R';
    public const byte BinaryUnicode = (byte)'X';
    public const byte EmptyList = (byte)']';
    public const byte Append = (byte)'a';
    public const byte Build = (byte)'b';
    public const byte Global = (byte)'c';
    public const byte Appends = (byte)'e';
    public const byte BinaryGet = (byte)'h';
    public const byte LongBinaryGet = (byte)'j';
    public const byte BinaryPut = (byte)'q';
    public const byte LongBinaryPut = (byte)'r';
    public const byte SetItem = (byte)'s';
    public const byte Tuple = (byte)'t';
    public const byte SetItems = (byte)'u';
    public const byte EmptyDictionary = (byte)'}';
    public const byte EmptyTuple = (byte)')';
    public const byte Protocol = 0x80;
    public const byte Tuple1 = 0x85;
    public const byte Tuple2 = 0x86;
    public const byte Tuple3 = 0x87;
    public const byte NewTrue = 0x88;
    public const byte NewFalse = 0x89;
    public const byte Long1 = 0x8a;
    public const byte ShortBinaryUnicode = 0x8c;   // from protocol 4 on, like the next three
    public const byte StackGlobal = 0x93;
    public const byte Memoize = 0x94;
    public const byte Frame = 0x95;
}
