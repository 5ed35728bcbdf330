namespace Fathom.Cli.Help;

/// <summary>A command whose page of help shows examples.</summary>
internal interface IHasExamples
{
    /// <summary>Lines to print, at most 96 columns wide.</summary>
    IReadOnlyList<string> Examples { get; }
}
