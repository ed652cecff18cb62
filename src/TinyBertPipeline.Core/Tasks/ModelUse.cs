namespace TinyBertPipeline.Core.Tasks;

/// <summary>How a task's models are used from a program, for a model card; <see cref="Place"/> stands for the model's folder.</summary>
/// <param name="Pipeline">The name of transformers' pipeline.</param>
/// <param name="DotNet">Lines of C#.</param>
/// <param name="Python">Lines of Python.</param>
public sealed record ModelUse(string Pipeline, string DotNet, string Python)
{
    /// <summary>What stands in the lines for the model's folder.</summary>
    public const string Place = "FOLDER";
}
