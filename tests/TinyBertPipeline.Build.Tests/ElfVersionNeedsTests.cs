namespace TinyBertPipeline.Build.Tests;

public sealed class ElfVersionNeedsTests
{
    private static readonly byte[] _library = ElfLibrary.WithVersionNeeds("GLIBCXX_3.4.22", "GLIBCXX_3.4.32");

    [Fact]
    public void TheEntryIsFoundByItsName() =>
        Assert.Equal(ElfLibrary.FlagsOfSecondVersion, ElfVersionNeeds.FindFlags(_library, "GLIBCXX_3.4.32"));

    [Fact]
    public void AnAbsentVersionIsNotFound() => Assert.Equal(-1, ElfVersionNeeds.FindFlags(_library, "GLIBCXX_3.4.99"));

    [Fact]
    public void MarkingTwiceChangesOneByteOnce()
    {
        var marked = _library.ToArray();
        var flags = ElfVersionNeeds.FindFlags(marked, "GLIBCXX_3.4.32");
        Assert.True(ElfVersionNeeds.MarkWeak(marked, flags));
        Assert.False(ElfVersionNeeds.MarkWeak(marked, flags));
        Assert.Equal(1, marked.Zip(_library).Count(pair => pair.First != pair.Second));
        Assert.Equal(2, marked[flags]);
    }

    [Fact]
    public void AFileThatIsNoElfIsRefused() =>
        Assert.Throws<InvalidDataException>(() => ElfVersionNeeds.FindFlags(new byte[100], "GLIBCXX_3.4.32"));

    [Fact]
    public void EveryTruncationIsRefusedOrFindsNothing()
    {
        for (var length = 0; length < _library.Length; length++)
        {
            try
            {
                ElfVersionNeeds.FindFlags(_library.AsSpan(0, length), "GLIBCXX_3.4.32");
            }
            catch (InvalidDataException)
            {
                continue;
            }
        }
    }
}
