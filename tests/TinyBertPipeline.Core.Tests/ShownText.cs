using System.Runtime.CompilerServices;

namespace TinyBertPipeline.Core.Tests;

/// <summary>Tests look at what messages quote; those of the command line at what they leave out.</summary>
internal static class ShownText
{
    [ModuleInitializer]
    internal static void Show() => UserText.IsShown = true;
}
