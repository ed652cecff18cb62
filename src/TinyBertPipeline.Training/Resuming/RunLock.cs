using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Files;

namespace TinyBertPipeline.Training.Resuming;

/// <summary>Keeps a second run out of an output folder. The lock ends with the process, however that ends.</summary>
public sealed class RunLock : IDisposable
{
    private readonly HeldFile _file;

    private RunLock(HeldFile file) => _file = file;

    /// <summary>Locks a folder, which is created when it is absent.</summary>
    /// <exception cref="EnvironmentException">Another process has it, or it cannot be written.</exception>
    /// <exception cref="InvalidInputException">The folder holds something of the lock's name that is none.</exception>
    public static RunLock Take(string folder)
    {
        OutputFolder.Create(folder);
        return new RunLock(HeldFile.Take(Path.Combine(folder, "run.lock")));
    }

    /// <summary>Lets other runs into the folder.</summary>
    public void Dispose() => _file.Dispose();
}
