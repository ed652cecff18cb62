using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace TinyBertPipeline.Cli.Tests;

/// <summary>A type is public because another project, a signature or the users of a package need it.</summary>
public sealed class PublicTypeTests
{
    private const BindingFlags Members =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly string[] _projects = ["Core", "Inference", "Export", "Training", "Pipeline"];

    // What programs call that have one of the packages, and what a task or a head of another assembly is made of.
    private static readonly HashSet<string> _called =
    [
        "TinyBert", "RecognizerTelemetry", "EntityRecognizerServices", "EntityRecognizerHealthChecks", "Core", "OpenVinoException", "ITrainingTask",
        "LegalPathDecoder",   // measured in benchmarks/
    ];

    [Fact]
    public void EveryPublicTypeIsNeededOutsideItsProject()
    {
        var folder = Path.GetDirectoryName(TinyBertProcess.Program)!;
        var used = Directory.GetFiles(folder, "TinyBertPipeline.*.dll").Append(TinyBertProcess.Program).SelectMany(Uses).ToHashSet(StringComparer.Ordinal);
        var idle =
            from project in _projects
            let types = Assembly.LoadFrom(Path.Combine(folder, $"TinyBertPipeline.{project}.dll")).GetExportedTypes()
            let signatures = types.SelectMany(type => Signature(type).Where(part => part != type)).ToHashSet()
            from type in types
            where !type.IsNested && !used.Contains(type.FullName!) && !signatures.Contains(type) && !_called.Contains(type.Name) && !IsConstants(type)
            select type.FullName;
        Assert.Equal("", string.Join("\n", idle));
    }

    // Compilers copy constants, so that their users do not name the type.
    private static bool IsConstants(Type type) => type.IsAbstract && type.IsSealed && type.GetFields().Any(field => field.IsLiteral);

    private static List<string> Uses(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        var metadata = file.GetMetadataReader();
        return [.. metadata.TypeReferences.Select(metadata.GetTypeReference)
            .Select(type => $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}")];
    }

    private static IEnumerable<Type> Signature(Type type)
    {
        var methods = type.GetMethods(Members).Where(method => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly);
        var constructors = type.GetConstructors(Members).Where(constructor => constructor.IsPublic || constructor.IsFamily);
        return methods.Select(method => method.ReturnType)
            .Concat(methods.Cast<MethodBase>().Concat(constructors).SelectMany(method => method.GetParameters()).Select(parameter => parameter.ParameterType))
            .Concat(type.GetFields(Members).Where(field => field.IsPublic || field.IsFamily).Select(field => field.FieldType))
            .Concat(type.GetInterfaces()).Append(type.BaseType ?? typeof(object)).SelectMany(Parts);
    }

    private static IEnumerable<Type> Parts(Type type)
    {
        if (type.HasElementType) return Parts(type.GetElementType()!);
        return type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type.GetGenericTypeDefinition()) : [type];
    }
}
