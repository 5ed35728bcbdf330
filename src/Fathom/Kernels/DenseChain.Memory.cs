using System.Runtime.InteropServices;

namespace Fathom.Kernels;

// What is kept from step to step, and where each link's data lies in it.
internal sealed unsafe partial class DenseChain
{
    private float* _memory;
    private int _capacity;
    private nint _size;

    ~DenseChain() => Free();

    private nint PanelStride => (nint)_capacity * _width;

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    // Zeroed, so that what lies beside the data in panels is never anything that is not a number.
    private void Reserve(int samples)
    {
        if (samples <= _capacity) return;
        Free();
        _capacity = (samples + Block - 1) / Block * Block;
        _losses = new double[_capacity / Block];
        nint size = 0;
        for (int l = 0; l < _links.Length; l++) Lay(l, null);
        _memory = (float*)NativeMemory.AlignedAlloc((nuint)size * sizeof(float), 64);
        NativeMemory.Clear(_memory, (nuint)size * sizeof(float));
        size = 0;
        for (int l = 0; l < _links.Length; l++) Lay(l, _memory);
        GC.AddMemoryPressure(_size = size * sizeof(float));

        void Lay(int l, float* memory)
        {
            ref readonly DenseLink link = ref _links[l];
            ref Part part = ref _parts[l];
            part.Inputs = l == 0 ? Take(Panels(link.Inputs) * PanelStride) : _parts[l - 1].Outputs;
            part.Outputs = Take(Panels(link.Outputs) * PanelStride);
            part.Gradients = Take(Panels(link.Outputs) * PanelStride);
            part.Kernel = IsColumn(l) ? null : Take((nint)Panels(link.Outputs) * link.Inputs * _width);
            part.Turned = l == 0 ? null : Take((nint)Panels(link.Inputs) * link.Outputs * _width);
            part.Bias = Take((nint)Panels(link.Outputs) * _width);
            part.Zeros = Take(_width);

            float* Take(nint count)
            {
                float* taken = memory + size;
                size += (count + 15) / 16 * 16;
                return taken;
            }
        }
    }

    private void Free()
    {
        NativeMemory.AlignedFree(_memory);
        if (_size > 0) GC.RemoveMemoryPressure(_size);
        _memory = null;
        (_size, _capacity) = (0, 0);
    }

    // Where a link's data lies.
    private struct Part
    {
        public float* Inputs, Outputs, Gradients, Kernel, Turned, Bias, Zeros;
    }
}
