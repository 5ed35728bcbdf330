using Spectre.Console;

namespace Fathom.Cli.Rendering;

/// <summary>One column of the leaderboard, ready to print.</summary>
/// <param name="Header">Its header, on one or two lines.</param>
/// <param name="Cells">One cell per row.</param>
/// <param name="Keep">The lower, the sooner it goes where the console is narrow; 0 never goes.</param>
/// <param name="Alignment">Right for numbers.</param>
internal sealed record LeaderboardColumn(string Header, IReadOnlyList<string> Cells, int Keep, Justify Alignment = Justify.Right)
{
    /// <summary>Columns of the console it takes.</summary>
    public int Width => Math.Max(Header.Split('\n').Max(line => line.Length), Cells.Select(cell => cell.Length).DefaultIfEmpty(0).Max());
}
