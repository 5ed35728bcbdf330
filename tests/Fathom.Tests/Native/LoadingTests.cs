using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Fathom.Native;
using TorchSharp;

namespace Fathom.Tests.Native;

public partial class LoadingTests
{
    private static byte[] Wrapper()
    {
        string path = Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native", "libLibTorchSharp.so");
        Assert.SkipUnless(File.Exists(path), "Only the Linux package holds an ELF library.");
        return File.ReadAllBytes(path);
    }

    [Fact]
    public void One_requirement_is_marked_weak_and_nothing_else_changes()
    {
        byte[] original = Wrapper(), weakened = [.. original];
        Assert.Equal(1, ElfVersionRequirements.Weaken(weakened, "GLIBCXX_3.4.32"));
        int[] changed = [.. Enumerable.Range(0, original.Length).Where(i => original[i] != weakened[i])];
        // vna_flags, two bytes of which VER_FLG_WEAK is the second bit.
        Assert.Single(changed);
        Assert.Equal(original[changed[0]] | 2, weakened[changed[0]]);
        byte[] again = [.. weakened];
        Assert.Equal(1, ElfVersionRequirements.Weaken(again, "GLIBCXX_3.4.32"));
        Assert.Equal(weakened, again);
    }

    [Fact]
    public void Other_versions_and_other_files_are_left_alone()
    {
        byte[] original = Wrapper(), image = [.. original];
        Assert.Equal(0, ElfVersionRequirements.Weaken(image, "GLIBCXX_99.0"));
        Assert.Equal(0, ElfVersionRequirements.Weaken(new byte[200], "GLIBCXX_3.4.32"));
        Assert.Equal(0, ElfVersionRequirements.Weaken([], "GLIBCXX_3.4.32"));
        Assert.Equal(original, image);
    }

    [Fact]
    public void Native_code_sees_the_waiting_policy()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The policy is set through libc on Linux.");
        Assert.NotNull(Marshal.PtrToStringUTF8(GetEnvironment("OMP_WAIT_POLICY")));
        Assert.Equal(3f, torch.ones(3).sum().ToSingle());
    }

    [Fact]
    public void Devices_are_found_by_name_or_refused_with_the_mend()
    {
        Assert.Equal(DeviceType.CPU, Devices.Find("cpu").type);
        Assert.NotEqual(DeviceType.META, Devices.Find("auto").type);
        Assert.Contains("Use auto, cpu, cuda, cuda:N or mps", Assert.Throws<ArgumentException>(() => Devices.Find("gpu")).Message);
        Assert.SkipWhen(torch.cuda.is_available(), "There is a CUDA device here.");
        Assert.Contains("FathomTorch=cuda", Assert.Throws<ArgumentException>(() => Devices.Find("cuda:0")).Message);
    }

    [LibraryImport("libc", EntryPoint = "getenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint GetEnvironment(string name);
}
