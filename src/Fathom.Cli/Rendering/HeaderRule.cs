using Spectre.Console;
using Spectre.Console.Rendering;

namespace Fathom.Cli.Rendering;

/// <summary>A table border that is one rule under the header and nothing else.</summary>
/// <param name="rule">The sign the rule is made of.</param>
internal sealed class HeaderRule(string rule) : TableBorder
{
    public override string GetPart(TableBorderPart part) => part is TableBorderPart.HeaderBottom ? rule
        : part is TableBorderPart.HeaderBottomSeparator ? $"{rule}{rule}"
        : part is TableBorderPart.HeaderSeparator or TableBorderPart.CellSeparator ? "  "
        : "";
}
