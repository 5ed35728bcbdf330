using TorchSharp;
namespace Fathom.Tests;
public class Probe {
    [Fact] public void Loads() { System.Runtime.CompilerServices.RuntimeHelpers.RunModuleConstructor(typeof(Fathom.Shape).Module.ModuleHandle); Assert.Equal(3f, torch.ones(3).sum().item<float>()); }
}
