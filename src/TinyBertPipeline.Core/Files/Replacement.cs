namespace TinyBertPipeline.Core.Files;

/// <summary>What a run may replace in the folder of its result.</summary>
public enum Replacement
{
    /// <summary>What an earlier run of the same options and inputs wrote.</summary>
    SameRun,

    /// <summary>Whatever this program wrote there: the folder is one of several that a longer run keeps for itself.</summary>
    OwnFiles,

    /// <summary>All files of the names that are written, as the user said; links and devices are not.</summary>
    AllFiles,
}
