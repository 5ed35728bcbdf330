using System.Xml.Linq;

namespace Fathom.House.Tests;

// Who may know whom. An arrow is a project reference; nothing else is allowed.
public class ReferenceTests
{
    private static readonly Dictionary<string, string[]> May = new()
    {
        ["Fathom.Validation"] = [],
        ["Fathom.Tables"] = [],
        ["Fathom.Trees"] = [],
        ["Fathom.Sql"] = ["Fathom.Tables"],
        ["Fathom"] = ["Fathom.Validation", "Fathom.Tables"],
        ["Fathom.Tabular"] = ["Fathom", "Fathom.Trees"],
        ["Fathom.Vision"] = ["Fathom", "Fathom.Text"],
        ["Fathom.Text"] = ["Fathom"],
        ["Fathom.Generative"] = ["Fathom"],
        ["Fathom.Reinforcement"] = ["Fathom"],
        ["Fathom.Forecasting"] = ["Fathom.Tabular"],
        ["Fathom.Plots"] = ["Fathom.Validation", "Fathom.Tables", "Fathom.Trees", "Fathom", "Fathom.Tabular", "Fathom.Forecasting"],
    };

    private static readonly Dictionary<string, string[]> Packages = new()
    {
        ["Fathom.Validation"] = ["MathNet.Numerics"],
        ["Fathom.Trees"] = [],
    };

    private static IEnumerable<(string Name, XDocument Project)> Projects() =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Select(file => (Path.GetFileNameWithoutExtension(file), XDocument.Load(file)));

    private static string[] Included(XDocument project, string item) =>
        [.. project.Descendants(item).Select(element => (string?)element.Attribute("Include")).OfType<string>().Select(path => path.Replace('\\', '/'))];

    [Fact]
    public void Every_project_references_only_what_it_may_know()
    {
        var broken = new List<string>();
        foreach ((string name, XDocument project) in Projects())
        {
            string[] references = [.. Included(project, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path))];
            // The programs may know all; the others only what the design says.
            if (name is "Fathom.Cli" or "Fathom.Playground" or "Fathom.Cluster") continue;
            if (!May.TryGetValue(name, out string[]? allowed)) broken.Add($"{name} has no place in the design");
            else broken.AddRange(references.Except(allowed).Select(other => $"{name} -> {other}"));
        }
        Assert.Empty(broken);
        Assert.True(Projects().Count() >= 8, "the projects were not found");
    }

    [Fact]
    public void Rooms_that_promise_few_packages_keep_to_it()
    {
        foreach ((string name, XDocument project) in Projects())
            if (Packages.TryGetValue(name, out string[]? allowed))
                Assert.Empty(Included(project, "PackageReference").Except(allowed));
    }

    [Fact]
    public void Every_room_has_its_tests()
    {
        foreach ((string name, _) in Projects())
            Assert.True(File.Exists(Path.Combine(Repository.Root, "tests", $"{name}.Tests", $"{name}.Tests.csproj")), $"{name} has no test project");
    }

    [Fact]
    public void The_solution_holds_every_project()
    {
        string solution = Repository.Read("Fathom.slnx");
        foreach (string folder in (string[])["src", "tests", "benchmarks"])
            foreach (string file in Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.csproj", SearchOption.AllDirectories))
                Assert.Contains(Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'), solution, StringComparison.Ordinal);
    }
}
