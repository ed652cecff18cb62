namespace TinyBertPipeline.Cli.Tests.StartTime;

/// <summary>A tagger of a student's usual size, hardly trained, with as many pieces as an English BERT has: what opening one costs.</summary>
internal static class RandomStudent
{
    public const string Name = "tiny-4x312, 30,522 pieces";

    /// <summary>Makes the folder, exported, converted and quantized.</summary>
    public static async Task<string> CreateAsync(TemporaryFolder folder)
    {
        folder.Write("data", "Bo B-PER\nLee E-PER\nran O\n\nAcme S-ORG\nbought O\n");
        foreach (var command in (string[])
        [
            "vocab train data --size 30522 --out vocabulary",
            "finetune --train data --dev data --set size=tiny-4x312 --set tokenizer=vocabulary --set steps=1 --out student",
            "export student",
            "convert student",
            "quantize student --calibration data --max-divergence 9",
        ])
        {
            await TinyBertProcess.SucceedAsync(command.Split(' '), folder.Path);
        }
        return folder.File("student");
    }
}
