namespace TinyBertPipeline.Core.Configuration;

/// <summary>Options that know what is wrong with them.</summary>
public interface ICheckedOptions
{
    /// <summary>Every fault, each beginning with the key at fault.</summary>
    IEnumerable<string> Faults();
}
