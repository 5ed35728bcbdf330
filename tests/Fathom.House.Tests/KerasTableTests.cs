namespace Fathom.House.Tests;

public class KerasTableTests
{
    /// <summary>With FATHOM_WRITE_DOCS=1 the page is written anew.</summary>
    [Fact]
    public void The_page_lists_what_is_here()
    {
        string path = Path.Combine(Repository.Root, "docs", "keras.md"), page = KerasTable.Generate();
        if (Environment.GetEnvironmentVariable("FATHOM_WRITE_DOCS") == "1") File.WriteAllText(path, page);
        Assert.True(
            File.ReadAllText(path) == page,
            "docs/keras.md is not what the assemblies hold. Write it anew: FATHOM_WRITE_DOCS=1 dotnet test --project tests/Fathom.House.Tests --filter-class '*KerasTableTests'");
    }
}
