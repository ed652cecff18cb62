using System.Reflection;
using TinyBertPipeline.Core.Tokenization;

namespace TinyBertPipeline.Inference.Tests;

/// <summary>What users of the packages build on changes only where somebody means it to.</summary>
public sealed class PublicApiTests
{
    private const BindingFlags Own = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [Theory]
    [InlineData("TinyBertPipeline.Inference", typeof(EngineFactory))]
    [InlineData("TinyBertPipeline.Core.Tokenization", typeof(BertTokenizer))]
    public void ThePublicSurfaceIsThatOfTheSnapshot(string package, Type member)
    {
        var lines = Surface(member.Assembly, package).ToArray();
        if (Environment.GetEnvironmentVariable("TINYBERT_UPDATE_API") is { Length: > 0 } folder)
            File.WriteAllLines(Path.Combine(folder, package + ".txt"), lines);
        var golden = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Golden", "PublicApi", package + ".txt"));
        var (gone, added) = (golden.Except(lines).ToArray(), lines.Except(golden).ToArray());
        Assert.True(gone.Length + added.Length == 0,
            $"gone:\n{string.Join('\n', gone)}\nadded:\n{string.Join('\n', added)}\n(run with TINYBERT_UPDATE_API=$PWD/tests/TinyBertPipeline.Inference.Tests/Golden/PublicApi if it is meant)");
    }

    private static IEnumerable<string> Surface(Assembly assembly, string package) => assembly.GetExportedTypes()
        .Where(type => type.Namespace == package || type.Namespace!.StartsWith(package + ".", StringComparison.Ordinal)).OrderBy(type => type.FullName, StringComparer.Ordinal)
        .SelectMany(type => type.GetMembers(Own).Where(IsVisible).Select(member => $"{type.FullName}: {member}").Order(StringComparer.Ordinal)
            .Prepend(type.FullName!));

    private static bool IsVisible(MemberInfo member) => member switch
    {
        MethodBase method => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly,
        FieldInfo field => field.IsPublic,
        _ => false,         // properties and events show in their methods
    };
}
