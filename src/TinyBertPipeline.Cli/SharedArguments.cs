using System.CommandLine;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Labeling;
using TinyBertPipeline.Core.Prediction;
using TinyBertPipeline.Inference;
using TinyBertPipeline.Pipeline.Engines;

namespace TinyBertPipeline.Cli;

/// <summary>Arguments that several verbs have, and how their values are read.</summary>
internal static class SharedArguments
{
    public static Argument<string> BundleFolder() => new("bundle") { Description = "model bundle: any Hugging Face folder with a BERT tagger" };

    public static Option<string> Data() => new("--data") { Description = "labelled file: token label lines, any scheme", HelpName = "FILE", Required = true };

    public static Option<DecodeMode> Decode() => new("--decode")
    {
        Description = "viterbi (best legal label sequence) or argmax (best label of each word)",
        DefaultValueFactory = _ => DecodeMode.Viterbi,
    };

    public static Option<TagScheme?> Scheme() => new("--scheme")
    {
        Description = "scheme of the labelled file; detected when not given (bioes, bio, iob1, bilou, bmes)",
    };

    /// <summary>Opens a bundle with the labels that were given, if any; what a user should know goes to standard error.</summary>
    public static Bundle Open(ParseResult arguments, string folder) =>
        Bundle.Open(folder, arguments.GetValue(CommonOptions.Labels) is { } labels ? LabelList.Parse(labels) : null, CommandOutput.Warn);

    public static EngineChoice EngineChoice(ParseResult arguments, DecodeMode decode = DecodeMode.Viterbi) => new()
    {
        Settings = new EngineSettings { OpenVinoFolder = arguments.GetValue(CommonOptions.OpenVino), Warn = CommandOutput.Warn },
        Tagging = new TaggerOptions { Decode = decode },
    };

    /// <summary>Reads a labelled file and says on standard error which scheme it has and what is wrong with it.</summary>
    public static LabeledData Read(string path, TagScheme? scheme)
    {
        var data = LabeledData.Read(path, scheme);
        Describe(data);
        return data;
    }

    /// <summary>Says on standard error which scheme a labelled file has and what is wrong with it.</summary>
    public static void Describe(LabeledData data)
    {
        CommandOutput.Note($"{data.Path}: {data.Sentences.Count} sentences, {data.WordCount} words, scheme {data.Scheme}");
        foreach (var problem in data.Problems.Take(10)) CommandOutput.Warn(problem.ToString());
        if (data.Problems.Count > 10) CommandOutput.Warn($"{data.Path}: {data.Problems.Count} invalid places in all");
    }

    /// <summary>The path of an input as given, or below the inputs root.</summary>
    public static string Input(ParseResult arguments, string path) => InputsRoot.Resolve(path, InputsRoot.Choose(arguments.GetValue(CommonOptions.Inputs)));
}
