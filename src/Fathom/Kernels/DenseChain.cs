using System.Runtime.InteropServices;
using Fathom.Native;

namespace Fathom.Kernels;

/// <summary>
/// Fully connected layers in a row and a loss: values, loss and gradients of one batch in three rounds over blocks that no two threads share, and so the same at any number of
/// threads. Round one brings the kernels into panels; round two takes blocks of samples through all layers and back; round three sums the gradients of the kernels. Between
/// layers everything stays in panels, in memory kept from step to step.
/// </summary>
internal sealed unsafe partial class DenseChain : IDisposable
{
    /// <summary>Samples that go through all layers together.</summary>
    public const int Block = 32;

    // Below this many multiplications a second thread costs more than it does.
    private const long WorthThreads = 2_000_000;

    private readonly DenseLink[] _links;
    private readonly DenseLoss _loss;
    private readonly int _width;
    private readonly Part[] _parts;
    private readonly (int Link, int Panel)[] _packs, _sums;
    private readonly Action<int> _pack, _train, _sum;
    private double[] _losses = [];
    private float* _values, _gradients, _inputs, _targets, _sampleWeights, _predictions;
    private int _samples;
    private float _share;

    /// <summary>Plans a chain.</summary>
    /// <param name="links">The layers in order.</param>
    /// <param name="loss">The loss of the last.</param>
    /// <param name="lanes">The lanes of the registers to use: 16, 8, 4 or 1.</param>
    public DenseChain(DenseLink[] links, DenseLoss loss, int lanes)
    {
        (_links, _loss, _width) = (links, loss, 2 * lanes);
        _parts = new Part[links.Length];
        _packs = [.. links.SelectMany((link, l) => Enumerable.Range(0, Math.Max(Panels(link.Outputs), l == 0 ? 0 : Panels(link.Inputs))).Select(panel => (l, panel)))];
        _sums = [.. links.SelectMany((link, l) => Enumerable.Range(0, Panels(link.Inputs)).Select(panel => (l, panel)))];
        switch (lanes)
        {
            case 16: (_pack, _train, _sum) = ((Action<int>)Pack<Lanes512>, (Action<int>)Train<Lanes512>, (Action<int>)Sum<Lanes512>); break;
            case 8: (_pack, _train, _sum) = ((Action<int>)Pack<Lanes256>, (Action<int>)Train<Lanes256>, (Action<int>)Sum<Lanes256>); break;
            case 4: (_pack, _train, _sum) = ((Action<int>)Pack<Lanes128>, (Action<int>)Train<Lanes128>, (Action<int>)Sum<Lanes128>); break;
            default: (_pack, _train, _sum) = ((Action<int>)Pack<Lanes1>, (Action<int>)Train<Lanes1>, (Action<int>)Sum<Lanes1>); break;
        }
    }

    /// <summary>Computes the loss of a batch, and its gradients.</summary>
    /// <param name="values">The flat buffer of weights.</param>
    /// <param name="gradients">Receives the gradients, laid out alike.</param>
    /// <param name="samples">The number of samples.</param>
    /// <param name="inputs">(samples, inputs).</param>
    /// <param name="targets">(samples, targets).</param>
    /// <param name="sampleWeights">(samples), or null for 1 each.</param>
    /// <param name="predictions">Receives (samples, outputs); null where nobody asks.</param>
    /// <param name="scale">What the gradients are multiplied by.</param>
    /// <returns>The mean over samples and outputs.</returns>
    public double Run(float* values, float* gradients, int samples, float* inputs, float* targets, float* sampleWeights, float* predictions, double scale)
    {
        Reserve(samples);
        _samples = samples;
        _values = values;
        _gradients = gradients;
        _inputs = inputs;
        _targets = targets;
        _sampleWeights = sampleWeights;
        _predictions = predictions;
        _share = (float)(scale / ((double)samples * _loss.Targets(_links[^1].Outputs)));
        int blocks = (samples + Block - 1) / Block;
        long work = (long)samples * _links.Sum(link => (long)link.Inputs * link.Outputs);
        if (work < WorthThreads)
        {
            for (int i = 0; i < _packs.Length; i++) _pack(i);
            for (int i = 0; i < blocks; i++) _train(i);
            for (int i = 0; i < _sums.Length; i++) _sum(i);
        }
        else
        {
            TorchThreads.For(_packs.Length, _pack);
            TorchThreads.For(blocks, _train);
            TorchThreads.For(_sums.Length, _sum);
        }
        GC.KeepAlive(this);
        double total = 0;
        for (int i = 0; i < blocks; i++) total += _losses[i];
        return total / ((double)samples * _loss.Targets(_links[^1].Outputs));
    }

    // One unit, whose kernel, turned over for the way back, is a row of panels.
    private bool IsColumn(int l) => l > 0 && _links[l].Outputs == 1;

    private int Panels(int columns) => (columns + _width - 1) / _width;

    // Kernel and bias of one link in panels, the kernel also turned over for the way back.
    private void Pack<T>(int index) where T : unmanaged, ILanes<T>
    {
        (int l, int panel) = _packs[index];
        ref readonly DenseLink link = ref _links[l];
        float* kernel = _values + link.Kernel;
        int first = panel * _width;
        if (first < link.Outputs)
        {
            int columns = Math.Min(_width, link.Outputs - first);
            if (!IsColumn(l))
            {
                float* to = _parts[l].Kernel + (nint)panel * link.Inputs * _width;
                for (int i = 0; i < link.Inputs; i++, to += _width) Copy<T>(kernel + (nint)i * link.Outputs + first, to, columns);
            }
            if (link.Bias >= 0) Copy<T>(_values + link.Bias + first, _parts[l].Bias + first, columns);
        }
        if (l > 0 && first < link.Inputs)
            Transposition.Read(
                kernel + (nint)first * link.Outputs, link.Outputs, link.Outputs, Math.Min(_width, link.Inputs - first), _parts[l].Turned + (nint)panel * link.Outputs * _width, _width);
    }

    // A block of samples through all layers, the loss, and back.
    private void Train<T>(int block) where T : unmanaged, ILanes<T>
    {
        int from = block * Block, samples = Math.Min(Block, _samples - from), rows = (samples + PanelTiles<T>.Rows - 1) / PanelTiles<T>.Rows * PanelTiles<T>.Rows;
        int inputs = _links[0].Inputs;
        for (int panel = 0; panel < Panels(inputs); panel++)
        {
            float* to = _parts[0].Inputs + panel * PanelStride + (nint)from * _width;
            int columns = Math.Min(_width, inputs - panel * _width);
            for (int i = 0; i < samples; i++, to += _width) Copy<T>(_inputs + (nint)(from + i) * inputs + panel * _width, to, columns);
        }
        for (int l = 0; l < _links.Length; l++) Forward<T>(l, from, rows);
        Compare(block, from, samples, rows);
        for (int l = _links.Length - 1; l > 0; l--) Backward<T>(l, from, rows);
    }

    private void Forward<T>(int l, int from, int rows) where T : unmanaged, ILanes<T>
    {
        ref readonly DenseLink link = ref _links[l];
        bool sums = l == _links.Length - 1 && _loss.TakesSums;
        if (IsColumn(l))
        {
            float* c = _parts[l].Outputs + (nint)from * _width;
            PanelColumn<T>.Multiply(rows, Panels(link.Inputs), _parts[l].Inputs + (nint)from * _width, PanelStride, _parts[l].Turned, _parts[l].Bias[0], c);
            if (!sums) DenseActivations<T>.Apply(link.Activation, c, rows * _width);
            return;
        }
        var left = PanelTiles<T>.Left.OfPanels(_parts[l].Inputs, from, link.Inputs, PanelStride);
        for (int panel = 0; panel < Panels(link.Outputs); panel++)
        {
            float* c = _parts[l].Outputs + panel * PanelStride + (nint)from * _width;
            PanelTiles<T>.Multiply(rows, Math.Min(_width, link.Outputs - panel * _width), left, _parts[l].Kernel + (nint)panel * link.Inputs * _width, _width, _parts[l].Bias + panel * _width, c, _width);
            if (!sums) DenseActivations<T>.Apply(link.Activation, c, rows * _width);
        }
    }

    // The derivative by the sums of layer l − 1.
    private void Backward<T>(int l, int from, int rows) where T : unmanaged, ILanes<T>
    {
        ref readonly DenseLink link = ref _links[l];
        var left = PanelTiles<T>.Left.OfPanels(_parts[l].Gradients, from, link.Outputs, PanelStride);
        for (int panel = 0; panel < Panels(link.Inputs); panel++)
        {
            nint place = panel * PanelStride + (nint)from * _width;
            float* c = _parts[l - 1].Gradients + place;
            PanelTiles<T>.Multiply(rows, Math.Min(_width, link.Inputs - panel * _width), left, _parts[l].Turned + (nint)panel * link.Outputs * _width, _width, _parts[l].Zeros, c, _width);
            DenseActivations<T>.Differentiate(_links[l - 1].Activation, _parts[l].Inputs + place, c, rows * _width);
        }
    }

    // Loss and derivative by the sums of the last layer. Its outputs lie in panels, so a sample of several panels is gathered first.
    private void Compare(int block, int from, int samples, int rows)
    {
        int outputs = _links[^1].Outputs, targets = _loss.Targets(outputs);
        Span<float> values = stackalloc float[outputs], gradients = stackalloc float[outputs];
        double total = 0;
        for (int i = 0; i < rows; i++)
        {
            int sample = from + i;
            nint place = (nint)sample * _width;
            if (i < samples)
            {
                for (int o = 0; o < outputs; o++) values[o] = _parts[^1].Outputs[o / _width * PanelStride + place + o % _width];
                float weight = _sampleWeights == null ? 1 : _sampleWeights[sample];
                total += weight * _loss.Evaluate(values, new ReadOnlySpan<float>(_targets + (nint)sample * targets, targets), gradients, weight * _share);
                if (!_loss.TakesSums) Differentiate(values, gradients);
                if (_predictions != null) values.CopyTo(new Span<float>(_predictions + (nint)sample * outputs, outputs));
            }
            else gradients.Clear();
            for (int o = 0; o < outputs; o++) _parts[^1].Gradients[o / _width * PanelStride + place + o % _width] = gradients[o];
        }
        _losses[block] = total;
    }

    private void Differentiate(ReadOnlySpan<float> values, Span<float> gradients)
    {
        for (int o = 0; o < values.Length; o++)
            gradients[o] *= _links[^1].Activation switch
            {
                DenseActivation.Relu => values[o] > 0 ? 1 : 0,
                DenseActivation.Sigmoid => values[o] * (1 - values[o]),
                DenseActivation.Tanh => 1 - values[o] * values[o],
                _ => 1,
            };
    }

    // The gradients of a panel of inputs' rows of one kernel, and with the first those of the bias.
    private void Sum<T>(int index) where T : unmanaged, ILanes<T>
    {
        (int l, int group) = _sums[index];
        ref readonly DenseLink link = ref _links[l];
        float* tile = stackalloc float[PanelTiles<T>.Rows * 2 * T.Count];
        int begin = group * _width, end = Math.Min(begin + _width, link.Inputs);
        if (IsColumn(l))
        {
            PanelColumn<T>.MultiplyTransposed(_samples, _parts[l].Inputs + group * PanelStride, _parts[l].Gradients, tile);
            Copy<T>(tile, _gradients + link.Kernel + begin, end - begin);
            if (group == 0 && link.Bias >= 0) SumBias<T>(_parts[l].Gradients, _gradients + link.Bias, 1);
            return;
        }
        for (int panel = 0; panel < Panels(link.Outputs); panel++)
        {
            int column = panel * _width, columns = Math.Min(_width, link.Outputs - column);
            float* gradients = _parts[l].Gradients + panel * PanelStride;
            for (int row = begin; row < end; row += PanelTiles<T>.Rows)
            {
                var left = PanelTiles<T>.Left.OfTranspose(_parts[l].Inputs + group * PanelStride, row - begin, _samples);
                float* target = _gradients + link.Kernel + (nint)row * link.Outputs + column;
                bool whole = columns == _width && row + PanelTiles<T>.Rows <= end;
                PanelTiles<T>.Multiply(PanelTiles<T>.Rows, columns, left, gradients, _width, _parts[l].Zeros, whole ? target : tile, whole ? link.Outputs : _width);
                if (whole) continue;
                for (int i = 0; i < Math.Min(PanelTiles<T>.Rows, end - row); i++) Copy<T>(tile + i * _width, target + (nint)i * link.Outputs, columns);
            }
            if (group == 0 && link.Bias >= 0) SumBias<T>(gradients, _gradients + link.Bias + column, columns);
        }
    }

    private void SumBias<T>(float* gradients, float* target, int columns) where T : unmanaged, ILanes<T>
    {
        float* sums = stackalloc float[2 * T.Count];
        T left = T.Of(0f), right = T.Of(0f);
        for (int i = 0; i < _samples; i++, gradients += _width)
        {
            left += T.Load(gradients);
            right += T.Load(gradients + T.Count);
        }
        left.Store(sums);
        right.Store(sums + T.Count);
        Copy<T>(sums, target, columns);
    }

    private static void Copy<T>(float* from, float* to, int count) where T : unmanaged, ILanes<T>
    {
        int i = 0;
        for (; i + T.Count <= count; i += T.Count) T.Load(from + i).Store(to + i);
        for (; i < count; i++) to[i] = from[i];
    }
}
