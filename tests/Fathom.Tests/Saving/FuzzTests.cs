using Fathom.Saving;

namespace Fathom.Tests.Saving;

/// <summary>Changed files end in an error of our own or, where nothing depends on what changed, in a model. FATHOM_FUZZ sets how many files each reader is given, FATHOM_FUZZ_READER which, by the beginnings of their names.</summary>
public sealed class FuzzTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fathom").FullName;

    public static TheoryData<string> Names => [.. Readers.All.Keys.Where(name => (Environment.GetEnvironmentVariable("FATHOM_FUZZ_READER") ?? "").Split('|').Any(wanted => name.StartsWith(wanted, StringComparison.Ordinal)))];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Names))]
    public void Changed_files_end_in_errors_of_our_own(string name)
    {
        Reader reader = Readers.All[name];
        reader.Lay(_folder);
        string file = Path.Combine(_folder, reader.Damaged);
        byte[] whole = File.ReadAllBytes(file);
        reader.Open(_folder);
        var random = new Random(17);
        int tries = int.TryParse(Environment.GetEnvironmentVariable("FATHOM_FUZZ"), out int asked) ? asked : 150, refused = 0;
        for (int i = 0; i < tries; i++)
        {
            File.WriteAllBytes(file, Mutation.Of(whole, random));
            try
            {
                reader.Open(_folder);
            }
            catch (ModelFormatException)
            {
                refused++;
            }
            catch (Exception e)
            {
                Assert.Fail($"{name}, file {i}: {e}");
            }
        }
        TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {refused} of {tries} refused");
        Assert.InRange(refused, tries / 5, tries);
    }
}
