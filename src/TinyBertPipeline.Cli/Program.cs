using TinyBertPipeline.Cli;
using TinyBertPipeline.Cli.Commands;
using TinyBertPipeline.Cli.Commands.Data;
using TinyBertPipeline.Cli.Terminal;

Streams.Install();
using var interruption = new Interruption();
return await CommandLine.RunAsync(
    args,
    [
        RunCommand.Create(),
        ExperimentCommand.Create(),
        DoctorCommand.Create(),
        DataCommand.Create(),
        PretrainCommand.Create(),
        FineTuneCommand.Create(),
        DistillCommand.Create(),
        EvaluateCommand.Create(),
        CompareCommand.Create(),
        ExportCommand.Create(),
        QuantizeCommand.Create(),
        ConvertCommand.Create(),
        CalibrateCommand.Create(),
        ValidateCommand.Create(),
        BenchmarkCommand.Create(),
        BenchmarkTrainingCommand.Create(),
        PredictCommand.Create(),
        SummaryCommand.Create(),
        OpenVinoCommand.Create(),
        VocabCommand.Create(),
    ],
    interruption);
