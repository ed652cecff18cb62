using TinyBertPipeline.Inference.Tests.OpenVino;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

namespace TinyBertPipeline.Inference.Tests;

/// <summary>The tests, as xunit's own entry point runs them; or one of the <see cref="ReloadOrders"/>, which need a process of their own.</summary>
internal static class Program
{
    public static Task<int> Main(string[] arguments) => arguments switch
    {
        [ReloadOrders.Argument, var order] => Task.FromResult(ReloadOrders.Run(order)),
        _ when arguments.Contains("--server") || arguments.Contains("--internal-msbuild-node") =>
            TestPlatformTestFramework.RunAsync(arguments, SelfRegisteredExtensions.AddSelfRegisteredExtensions),
        _ => ConsoleRunner.Run(arguments),
    };
}
