using System.CommandLine;
using TinyBertPipeline.Cli;
using TinyBertPipeline.Cli.Commands;
using TinyBertPipeline.Cli.Commands.Data;
using TinyBertPipeline.Cli.Terminal;

Streams.Install();
using var interruption = new Interruption();
(string Name, Func<Command> Create)[] verbs =
[
    ("run", RunCommand.Create),
    ("experiment", ExperimentCommand.Create),
    ("doctor", DoctorCommand.Create),
    ("data", DataCommand.Create),
    ("pretrain", PretrainCommand.Create),
    ("finetune", FineTuneCommand.Create),
    ("distill", DistillCommand.Create),
    ("evaluate", EvaluateCommand.Create),
    ("compare", CompareCommand.Create),
    ("export", ExportCommand.Create),
    ("quantize", QuantizeCommand.Create),
    ("convert", ConvertCommand.Create),
    ("calibrate", CalibrateCommand.Create),
    ("validate", ValidateCommand.Create),
    ("benchmark", BenchmarkCommand.Create),
    ("benchmark-training", BenchmarkTrainingCommand.Create),
    ("predict", PredictCommand.Create),
    ("summary", SummaryCommand.Create),
    ("openvino", OpenVinoCommand.Create),
    ("vocab", VocabCommand.Create),
];
// The verb that is asked for alone: making all of them takes longer than answering a text.
var chosen = verbs.Where(verb => args.Length > 0 && verb.Name == args[0]).ToArray();
return await CommandLine.RunAsync(args, [.. (chosen.Length > 0 ? chosen : verbs).Select(verb => verb.Create())], interruption);
