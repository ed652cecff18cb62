namespace TinyBertPipeline.Core.Checkpoints.Pickle;

/// <summary>Where the storages of a <c>.bin</c> file lie; the zip and the legacy form differ in it.</summary>
internal interface IStorageSource
{
    /// <summary>What the pickle of the weights holds.</summary>
    object? Root { get; }

    /// <summary>The first byte of a storage, whose length must be the one that the pickle claims.</summary>
    /// <exception cref="InvalidInputException">There is no such storage, or it has another length or a wrong checksum.</exception>
    long Locate(PickleStorage storage, bool verified);
}
