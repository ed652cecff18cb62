using System.CommandLine;

namespace TinyBertPipeline.Cli.Commands.Data;

internal static class DataCommand
{
    public static Command Create() => new("data", "Check, count, split, convert and augment labelled files.")
    {
        DataCheckCommand.Create(), DataStatsCommand.Create(), DataSplitCommand.Create(), DataConvertCommand.Create(),
            DataAugmentCommand.Create(),
    };
}
