namespace TinyBertPipeline.Build.Tests.Architecture;

/// <summary>The rooms of the house: who may know whom.</summary>
public sealed class FolderTests
{
    private static readonly string _sources = Path.Combine(ReferenceData.RepositoryRoot, "src");

    public static TheoryData<string> Projects => [.. Directory.GetDirectories(_sources).Select(Path.GetFileName).OfType<string>().Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Projects))]
    public void NoTwoFoldersOfAProjectReferToEachOther(string project) => Assert.Empty(Mutual(SourceFile.Of(Path.Combine(_sources, project))));

    [Fact]
    public void FoldersThatReferToEachOtherAreFound()
    {
        using var folder = new TemporaryFolder();
        folder.Write("Upper.cs", "using House.Cellar;\nnamespace House;\nclass Upper { Lower Below { get; } }\n");
        folder.Write("Lower.cs", "namespace House.Cellar;\nclass Lower { /* Upper */ string Upper { get; } }\n");
        Assert.Empty(Mutual(SourceFile.Of(folder.Path)));
        folder.Write("Lower.cs", "namespace House.Cellar;\nclass Lower { object Roof => new Upper(); }\n");
        Assert.Equal(["House and House.Cellar: Upper.cs names Lower; Lower.cs names Upper"], Mutual(SourceFile.Of(folder.Path)));
    }

    [Theory, MemberData(nameof(Projects))]
    public void AFileStandsInTheFolderOfItsNamespace(string project)
    {
        var folder = Path.Combine(_sources, project);
        Assert.All(SourceFile.Of(folder).Where(file => file.Namespace.Length > 0), file =>
        {
            var place = Path.GetRelativePath(folder, Path.GetDirectoryName(file.Path)!).Replace(Path.DirectorySeparatorChar, '.');
            Assert.Equal(place == "." ? project : $"{project}.{place}", file.Namespace);
        });
    }

    [Fact]
    public void OnlyAFolderOfItsOwnNamesATask()
    {
        string[] names = ["TokenClassification", "SequenceClassification", "token-classification", "sequence-classification"];
        var strangers = Directory.EnumerateFiles(_sources, "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(_sources, path).Replace('\\', '/'))
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/Tasks/", StringComparison.Ordinal))
            .Where(path => !path.Contains("/Graphs/TokenClassification/", StringComparison.Ordinal) && !path.Contains("/Graphs/SequenceClassification/", StringComparison.Ordinal))
            .Where(path => File.ReadAllText(Path.Combine(_sources, path)) is var text && names.Any(name => text.Contains(name, StringComparison.Ordinal)));
        Assert.Empty(strangers);
    }

    private static IEnumerable<string> Mutual(IReadOnlyList<SourceFile> files)
    {
        var uses = Uses(files);
        return uses.Keys.Where(use => string.CompareOrdinal(use.From, use.To) < 0 && uses.ContainsKey((use.To, use.From)))
            .Select(use => $"{use.From} and {use.To}: {uses[use]}; {uses[(use.To, use.From)]}");
    }

    // What each folder uses of each other one, with an example.
    private static Dictionary<(string From, string To), string> Uses(IReadOnlyList<SourceFile> files)
    {
        var homes = files.SelectMany(file => file.Types.Select(type => (type, file.Namespace))).ToLookup(pair => pair.type, pair => pair.Namespace);
        var uses = new Dictionary<(string From, string To), string>();
        foreach (var file in files)
        {
            foreach (var word in file.Words)
            {
                foreach (var home in homes[word].Where(home => home != file.Namespace && file.Sees(home) && !homes[word].Contains(file.Namespace)))
                    uses.TryAdd((file.Namespace, home), $"{Path.GetFileName(file.Path)} names {word}");
            }
        }
        return uses;
    }
}
