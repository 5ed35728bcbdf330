using System.CommandLine;
using System.CommandLine.Help;

namespace Fathom.Cli.Help;

/// <summary>The words and pages of the root command.</summary>
internal static class RootHelp
{
    /// <summary>Gives the root command its words, and every command its page of help.</summary>
    /// <param name="root">The root command.</param>
    /// <returns>The same command.</returns>
    public static RootCommand Apply(RootCommand root)
    {
        root.HelpName = "fathom";
        root.Description = "Deep learning for finance: every model is measured against the naive forecaster, without leakage.";
        var page = new PageAction();
        foreach (Option option in root.Options)
        {
            if (option is HelpOption) option.Action = page;
            if (option is VersionOption) option.Action = new VersionAction();
        }

        root.Action = page;
        return root;
    }
}
