using TinyBertPipeline.Core;
using TinyBertPipeline.Pipeline.Stages;

namespace TinyBertPipeline.Pipeline.Tests.Stages;

public sealed class FolderLockTests
{
    [Fact]
    public void ASecondRunInTheSameFolderIsRefusedUntilTheFirstEnds()
    {
        using var folder = new TemporaryFolder();
        using (FolderLock.Take(folder.Path))
            Assert.Contains("in use by another run", Assert.Throws<EnvironmentException>(() => FolderLock.Take(folder.Path)).Message, StringComparison.Ordinal);
        FolderLock.Take(folder.Path).Dispose();
    }
}
