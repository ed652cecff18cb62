using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace TinyBertPipeline.Core.Files;

/// <summary>What a path leads to, and which file that is: two paths with the same device and number are one file.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Device">The device it lies on; 0 where the system does not tell.</param>
/// <param name="Number">Its number on that device; 0 where the system does not tell.</param>
internal readonly partial record struct FileStatus(FileKind Kind, ulong Device, ulong Number)
{
    private const int CurrentFolder = -100, NoFollow = 0x100, EmptyPath = 0x1000;    // AT_… in fcntl.h
    private const uint BasicStatus = 0x7ff;                                          // STATX_BASIC_STATS
    private const int NoEntry = 2, NotAFolder = 20;                                  // ENOENT, ENOTDIR

    /// <summary>Looks at a path, at what a link leads to unless <paramref name="follow"/> is false.</summary>
    /// <exception cref="IOException">The path cannot be looked at.</exception>
    public static FileStatus Of(string path, bool follow = true)
    {
        if (!OperatingSystem.IsLinux()) return OfOtherSystem(path, follow);
        return Read(CurrentFolder, path, follow ? 0 : NoFollow);
    }

    /// <summary>Looks at an open file.</summary>
    public static FileStatus Of(SafeFileHandle file) =>
        OperatingSystem.IsLinux() ? Read((int)file.DangerousGetHandle(), "", EmptyPath) : new FileStatus(FileKind.Plain, 0, 0);

    /// <summary>Whether both are one file or folder; false where the system does not tell.</summary>
    public bool IsSameAs(FileStatus other) => Number != 0 && (Device, Number) == (other.Device, other.Number);

    private static unsafe FileStatus Read(int folder, string path, int flags)
    {
        Span<byte> status = stackalloc byte[256];
        fixed (byte* buffer = status)
        {
            if (statx(folder, path, flags, BasicStatus, buffer) != 0)
            {
                var error = Marshal.GetLastPInvokeError();
                if (error is NoEntry or NotAFolder) return default;
                throw new IOException($"{Marshal.GetPInvokeErrorMessage(error)}: '{path}'");
            }
        }
        // struct statx of linux/stat.h: the same on every architecture.
        var kind = (BinaryPrimitives.ReadUInt16LittleEndian(status[28..]) & 0xF000) switch
        {
            0x8000 => FileKind.Plain,
            0x4000 => FileKind.Folder,
            0xA000 => FileKind.Link,
            0x1000 => FileKind.Pipe,
            _ => FileKind.Special,
        };
        var (major, minor) = (BinaryPrimitives.ReadUInt32LittleEndian(status[136..]), BinaryPrimitives.ReadUInt32LittleEndian(status[140..]));
        return new FileStatus(kind, (ulong)major << 32 | minor, BinaryPrimitives.ReadUInt64LittleEndian(status[32..]));
    }

    private static FileStatus OfOtherSystem(string path, bool follow)
    {
        if (!follow && new FileInfo(path).LinkTarget is not null) return new FileStatus(FileKind.Link, 0, 0);
        return new FileStatus(Directory.Exists(path) ? FileKind.Folder : File.Exists(path) ? FileKind.Plain : FileKind.Missing, 0, 0);
    }

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int statx(int folder, string path, int flags, uint mask, byte* status);
}
