namespace Fathom.Tests.Onnx;

public class OnnxTableTests
{
    /// <summary>With FATHOM_WRITE_DOCS=1 the table is written anew.</summary>
    [Fact]
    public void The_page_lists_every_layer()
    {
        string root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Fathom.slnx"))) root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException("The test runs outside the repository.");
        string path = Path.Combine(root, "docs", "onnx.md"), page = File.ReadAllText(path), head = "| layer | exported |";
        int at = page.IndexOf(head, StringComparison.Ordinal);
        string wanted = (at < 0 ? page : page[..at]) + OnnxTable.Generate();
        if (Environment.GetEnvironmentVariable("FATHOM_WRITE_DOCS") == "1") File.WriteAllText(path, wanted);
        Assert.True(
            File.ReadAllText(path) == wanted,
            "docs/onnx.md is not what the assembly holds. Write it anew: FATHOM_WRITE_DOCS=1 dotnet test --project tests/Fathom.Tests --filter-class '*OnnxTableTests'");
    }
}
