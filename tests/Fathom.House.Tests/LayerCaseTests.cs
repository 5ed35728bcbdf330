using System.Text.RegularExpressions;
using Fathom.Layers;
using Fathom.Models;

namespace Fathom.House.Tests;

/// <summary>No layer without a case in the harness.</summary>
public class LayerCaseTests
{
    // Where data enters, containers of layers, steps of recurrent layers, which are checked within those, and a wrapper whose every training call changes it, which
    // has a test class of its own.
    private static readonly Type[] Apart = [typeof(SpectralNormalization), typeof(Input), typeof(Model), typeof(Sequential), typeof(SimpleRNNCell), typeof(LSTMCell), typeof(GRUCell), typeof(StackedRNNCells)];

    [Fact]
    public void Every_layer_is_run_through_the_harness()
    {
        string tests = string.Join('\n', Directory.GetFiles(Path.Combine(Repository.Root, "tests", "Fathom.Tests", "Layers"), "*.cs").Select(File.ReadAllText));
        string[] without = [.. typeof(Layer).Assembly.GetExportedTypes()
            .Where(type => !type.IsAbstract && typeof(Layer).IsAssignableFrom(type) && !Apart.Contains(type))
            .Where(type => !Regex.IsMatch(tests, $@"Check(Noise)?\([^;]*?\b{type.Name}\b"))
            .Select(type => type.Name)];
        Assert.True(without.Length == 0, $"Without a case in tests/Fathom.Tests/Layers: {string.Join(", ", without)}.");
    }
}
