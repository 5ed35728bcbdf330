using Fathom.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Fathom;

/// <summary>Where models run, by name: <c>auto</c>, <c>cpu</c>, <c>cuda</c>, <c>cuda:1</c>, <c>mps</c>.</summary>
public static class Devices
{
    /// <summary>
    /// How many threads one tensor operation uses. One is right for small nets and for fits that run side by side.
    /// </summary>
    public static int Threads
    {
        get => get_num_threads();
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            if (value != get_num_threads()) set_num_threads(value);
        }
    }

    /// <summary>Finds a device.</summary>
    /// <param name="name"><c>auto</c> takes the first CUDA device, else Apple's GPU, else the CPU; or a device's own name.</param>
    /// <returns>The device.</returns>
    /// <exception cref="ArgumentException">The name is not known, or the device is not here.</exception>
    public static Device Find(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        string kind = name.Split(':')[0];
        return kind switch
        {
            "auto" => cuda.is_available() ? CUDA : mps_is_available() ? MPS : CPU,
            "cpu" => CPU,
            "cuda" when !cuda.is_available() => throw new ArgumentException(
                $"Device '{name}' is not here: this build of libtorch finds no CUDA GPU. Use 'cpu', or build with -p:FathomTorch=cuda on a machine with an NVIDIA GPU.", nameof(name)),
            "cuda" when name == kind => CUDA,
            "cuda" when int.TryParse(name[5..], out int index) && index >= 0 && index < cuda.device_count() => device(name),
            "cuda" => throw new ArgumentException($"Device '{name}' is not here: there are {cuda.device_count()} CUDA devices, cuda:0 to cuda:{cuda.device_count() - 1}.", nameof(name)),
            "mps" when !mps_is_available() => throw new ArgumentException("Device 'mps' is not here: it needs a Mac with an Apple GPU. Use 'cpu'.", nameof(name)),
            "mps" => MPS,
            _ => throw new ArgumentException($"There is no device '{name}'. Use auto, cpu, cuda, cuda:N or mps.", nameof(name)),
        };
    }
}
