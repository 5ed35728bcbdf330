using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;

namespace Fathom.Cli.Help;

/// <summary>Prints the tool's name and version.</summary>
internal sealed class VersionAction : SynchronousCommandLineAction
{
    /// <summary>The version, without the commit it was built from.</summary>
    private static string Version => typeof(VersionAction).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
        .InformationalVersion.Split('+')[0];

    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine($"fathom {Version}");
        return (int)ExitCode.Done;
    }
}
