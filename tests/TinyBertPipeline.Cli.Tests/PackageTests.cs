using System.Globalization;
using System.IO.Compression;
using System.Xml.Linq;

namespace TinyBertPipeline.Cli.Tests;

/// <summary>The packages: what is in them, what they depend on, and that the samples of their READMEs run.</summary>
public sealed class PackageTests(PackedLibraries packages) : IClassFixture<PackedLibraries>, IDisposable
{
    private static readonly string[] _names = ["Core", "Export", "Inference", "Training", "Pipeline"];

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Names => [.. _names];

    [Theory, MemberData(nameof(Names))]
    public void APackageHasItsReadmeLibraryAndDocumentationAndNoNativeFile(string name)
    {
        using var package = packages.Open($"TinyBertPipeline.{name}");
        string[] entries = [.. package.Entries.Select(entry => entry.FullName)];
        Assert.Superset(new HashSet<string> { "README.md", "THIRD-PARTY-NOTICES.txt", $"lib/net10.0/TinyBertPipeline.{name}.dll", $"lib/net10.0/TinyBertPipeline.{name}.xml" }, entries.ToHashSet());
        Assert.DoesNotContain(entries, entry => entry.EndsWith(".so", StringComparison.Ordinal) || entry.Contains("torch", StringComparison.OrdinalIgnoreCase));
        using var reader = new StreamReader(package.GetEntry("README.md")!.Open());
        Assert.Equal(Readme(name), reader.ReadToEnd());
    }

    [Theory]
    [InlineData("Core", false)]
    [InlineData("Export", false)]
    [InlineData("Inference", false)]
    [InlineData("Training", true)]
    [InlineData("Pipeline", true)]
    public void OnlyWhatTrainsDependsOnTorch(string name, bool dependsOnTorch)
    {
        using var package = packages.Open($"TinyBertPipeline.{name}");
        using var content = package.GetEntry($"TinyBertPipeline.{name}.nuspec")!.Open();
        string[] dependencies = [.. XDocument.Load(content).Descendants().Where(element => element.Name.LocalName == "dependency").Select(element => (string)element.Attribute("id")!)];
        Assert.NotEmpty(dependencies);
        Assert.Equal(dependsOnTorch, dependencies.Any(id => id.Contains("torch", StringComparison.OrdinalIgnoreCase)));
    }

    [Theory]
    [InlineData("Pipeline", "QuickStart")]
    [InlineData("Inference", "Recognize")]
    public void ASampleOfTheSolutionStandsInTheReadmeAndIsShort(string package, string sample)
    {
        var program = File.ReadAllText(Path.Combine(ReferenceData.RepositoryRoot, "samples", sample, "Program.cs")).TrimEnd().ReplaceLineEndings("\n");
        Assert.Equal(program, Sample(package));
        Assert.InRange(program.Split('\n').Length, 1, 14);
    }

    [Fact]
    public async Task TheSamplesOfTheReadmesRunAgainstThePackages()
    {
        var tagger = HuggingFaceFolder.Create(_folder);
        var data = _folder.Write("data", "John B-PER\nSmith E-PER\nwas O\nin O\nNew O\nYork O\n. O\n\nSmith S-PER\nwas O\nin O\n. O\n\n");
        var parameters = HuggingFaceFolder.Parameters(tagger);
        var program = await BuildAsync();

        Assert.Contains($"{parameters} weights", await RunAsync("Core", tagger, data), StringComparison.Ordinal);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"Total params: {parameters:N0}"), await RunAsync("Export", tagger), StringComparison.Ordinal);
        Assert.Contains("PER", await RunAsync("Inference", tagger, "John Smith was in New York."), StringComparison.Ordinal);
        Assert.Contains("teacher: dev f1", await RunAsync("Training", tagger, data, data), StringComparison.Ordinal);
        Assert.Contains("| student", await RunAsync("Pipeline", tagger, data, data, "2,16,4,32"), StringComparison.Ordinal);

        Task<string> RunAsync(params string[] arguments) => ChildProcess.SucceedAsync("dotnet", [program, .. arguments], _folder.Path);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>A program of all samples, which knows nothing of this repository: its packages, and what a restore has downloaded before.</summary>
    private async Task<string> BuildAsync()
    {
        var project = Directory.CreateDirectory(_folder.File("consumer")).FullName;
        var downloaded = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        File.WriteAllText(Path.Combine(project, "nuget.config"), $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="packages" /></config>
              <packageSources><clear /><add key="packed" value="{packages.Folder}" /></packageSources>
              <fallbackPackageFolders><clear /><add key="downloaded" value="{downloaded}" /></fallbackPackageFolders>
            </configuration>
            """);
        File.WriteAllText(Path.Combine(project, "Consumer.csproj"), """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <CreateSymbolicLinksForCopyLocalIfPossible>true</CreateSymbolicLinksForCopyLocalIfPossible>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="TinyBertPipeline.Pipeline" Version="*" />
              </ItemGroup>
            </Project>
            """);
        File.WriteAllText(Path.Combine(project, "Program.cs"), Samples());
        await ChildProcess.SucceedAsync("dotnet", ["build", "-c", "Release", "-o", "out", "-nodeReuse:false"], project);
        return Path.Combine(project, "out", "Consumer.dll");
    }

    private static string Samples()
    {
        string[][] samples = [.. _names.Select(name => Sample(name).Split('\n'))];
        var cases = _names.Select(name => $"\"{name}\" => {name}Sample.RunAsync(args[1..]),");
        return string.Join('\n',
        [
            .. samples.SelectMany(lines => lines).Where(IsImport).Distinct(),
            $"await (args[0] switch {{ {string.Join(' ', cases)} _ => throw new ArgumentException(args[0]) }});",
            .. _names.Zip(samples).SelectMany(pair => (string[])
            [
                $"static class {pair.First}Sample {{ public static async Task RunAsync(string[] args) {{ await Task.CompletedTask;",
                .. pair.Second.Where(line => !IsImport(line)),
                "}}",
            ]),
        ]);
    }

    private static bool IsImport(string line) => line.StartsWith("using ", StringComparison.Ordinal) && !line.Contains('=', StringComparison.Ordinal);

    private static string Readme(string name) => File.ReadAllText(Path.Combine(ReferenceData.RepositoryRoot, "src", $"TinyBertPipeline.{name}", "README.md"));

    private static string Sample(string name)
    {
        const string Begin = "```csharp\n";
        var readme = Readme(name).ReplaceLineEndings("\n");
        var start = readme.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        return readme[start..readme.IndexOf("\n```", start, StringComparison.Ordinal)];
    }
}
