using TinyBertPipeline.Pipeline;
using TinyBertPipeline.Pipeline.Context;
using TinyBertPipeline.Training.Distillation.Recipe;
using TinyBertPipeline.Training.FineTuning;

// MODEL TRAIN DEV SIZE, for example models/bert-base-uncased train_data dev_data tiny-4x312
var report = await TinyBert.RunAsync(new PipelineOptions
{
    Name = "quick-start",
    Data = new PipelineData { Train = args[1], Dev = args[2] },
    Teacher = new FineTuningOptions { Model = args[0], Epochs = 4 },
    Student = new DistillationOptions { Size = args[3], Pieces = 200_000 },
});
Console.WriteLine(report.ToText());
