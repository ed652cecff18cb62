namespace TinyBertPipeline.Benchmarks;

/// <summary>The example data of the checkout, found above the program's folder.</summary>
internal static class ExampleData
{
    public static string File(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "data", "example", name);
            if (System.IO.File.Exists(path)) return path;
        }
        throw new FileNotFoundException($"data/example/{name} is in no folder above {AppContext.BaseDirectory}");
    }
}
