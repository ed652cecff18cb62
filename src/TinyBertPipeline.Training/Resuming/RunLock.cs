using System.Globalization;
using TinyBertPipeline.Core;

namespace TinyBertPipeline.Training.Resuming;

/// <summary>Keeps a second run out of an output folder. The lock ends with the process, however that ends.</summary>
public sealed class RunLock : IDisposable
{
    private readonly FileStream _file;

    private RunLock(FileStream file) => _file = file;

    /// <summary>Locks a folder, which is created when it is absent.</summary>
    /// <exception cref="EnvironmentException">Another process has it, or it cannot be written.</exception>
    public static RunLock Take(string folder)
    {
        var path = Path.Combine(folder, "run.lock");
        try
        {
            Directory.CreateDirectory(folder);
            var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            file.SetLength(0);
            file.Write(System.Text.Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
            file.Flush();
            return new RunLock(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EnvironmentException($"cannot lock {path}: {e.Message}; is another run writing into this folder?", e);
        }
    }

    /// <summary>Lets other runs into the folder.</summary>
    public void Dispose() => _file.Dispose();
}
