using TinyBertPipeline.Inference;

// BUNDLE TEXT, for example artifacts/student "Anna Kowalska moved from Oslo to join Acme Steel."
using var recognizer = EntityRecognizer.Open(args[0]);
foreach (var entity in recognizer.Recognize(args[1]))
    Console.WriteLine($"{entity.Type} {entity.Text} {entity.Start}..{entity.End}");
