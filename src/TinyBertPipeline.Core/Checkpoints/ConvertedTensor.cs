using TinyBertPipeline.Core.Checkpoints.Storage;

namespace TinyBertPipeline.Core.Checkpoints;

/// <summary>A tensor that is not in memory as it is in the file.</summary>
/// <param name="Name">Its canonical name.</param>
/// <param name="FileName">Its name in the file.</param>
/// <param name="Type">Its type in the file; in memory it is F32.</param>
public sealed record ConvertedTensor(string Name, string FileName, ElementType Type);
