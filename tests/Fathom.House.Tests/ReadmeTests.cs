using System.Text.RegularExpressions;

namespace Fathom.House.Tests;

public partial class ReadmeTests
{
    private static string Squeeze(string code) => Blank().Replace(code, " ").Trim();

    [Fact]
    public void Every_example_is_compiled_and_run()
    {
        string compiled = Squeeze(Repository.Read("tests", "Fathom.House.Tests", "ReadmeExamples.cs"));
        MatchCollection blocks = CSharpBlock().Matches(Repository.Read("README.md"));
        Assert.NotEmpty(blocks);
        foreach (Match block in blocks) Assert.Contains(Squeeze(block.Groups[1].Value), compiled, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_link_leads_somewhere()
    {
        foreach (string page in (string[])["README.md", "CONTRIBUTING.md"])
            foreach (Match link in LocalLink().Matches(Repository.Read(page)))
                Assert.True(Path.Exists(Path.Combine(Repository.Root, link.Groups[1].Value)), $"{page} links to {link.Groups[1].Value}, which does not exist");
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blank();

    [GeneratedRegex(@"```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CSharpBlock();

    [GeneratedRegex(@"\]\((?!https?://|#)([^)#]+)[^)]*\)")]
    private static partial Regex LocalLink();
}
