using System.Text.Json.Nodes;
using Fathom.Constraints;
using Fathom.Initializers;
using Fathom.Regularizers;
using Fathom.Saving;

namespace Fathom.Layers;

/// <summary>The options of a cell with kernel, recurrent kernel and bias, which the layer around it shares.</summary>
internal sealed class CellOptions(int size, Activation? activation)
{
    public CellOptions(JsonObject config, string sizeKey = "units") : this(config.Need<int>(sizeKey), Activation.FromName(config.Get("activation", "tanh")))
    {
        RecurrentActivation = Activation.FromName(config.Get("recurrent_activation", "sigmoid"));
        UseBias = config.Get("use_bias", true);
        UnitForgetBias = config.Get("unit_forget_bias", true);
        ResetAfter = config.Get("reset_after", true);
        KernelInitializer = config.GetInitializer("kernel_initializer", KernelInitializer);
        RecurrentInitializer = config.GetInitializer("recurrent_initializer", RecurrentInitializer);
        BiasInitializer = config.GetInitializer("bias_initializer", BiasInitializer);
        KernelRegularizer = config.GetRegularizer("kernel_regularizer");
        RecurrentRegularizer = config.GetRegularizer("recurrent_regularizer");
        BiasRegularizer = config.GetRegularizer("bias_regularizer");
        KernelConstraint = config.GetConstraint("kernel_constraint");
        RecurrentConstraint = config.GetConstraint("recurrent_constraint");
        BiasConstraint = config.GetConstraint("bias_constraint");
        Dropout = config.Get("dropout", 0f);
        RecurrentDropout = config.Get("recurrent_dropout", 0f);
    }

    /// <summary>Units, or filters.</summary>
    public int Size { get; } = size >= 1 ? size : throw new ArgumentOutOfRangeException(nameof(size), size, "A recurrent layer has at least 1 unit or filter.");

    public Activation Activation { get; } = activation ?? Activation.Tanh;

    public Activation RecurrentActivation { get; set; } = Activation.Sigmoid;

    public bool UseBias { get; set; } = true;

    public bool UnitForgetBias { get; set; } = true;

    public bool ResetAfter { get; set; } = true;

    public Initializer KernelInitializer { get; set; } = new GlorotUniform();

    public Initializer RecurrentInitializer { get; set; } = new Orthogonal();

    public Initializer BiasInitializer { get; set; } = new Zeros();

    public Regularizer? KernelRegularizer { get; set; }

    public Regularizer? RecurrentRegularizer { get; set; }

    public Regularizer? BiasRegularizer { get; set; }

    public Constraint? KernelConstraint { get; set; }

    public Constraint? RecurrentConstraint { get; set; }

    public Constraint? BiasConstraint { get; set; }

    public float Dropout { get; set => field = DropoutRate.Check(value, nameof(value)); }

    public float RecurrentDropout { get; set => field = DropoutRate.Check(value, nameof(value)); }

    /// <summary>The bias of a cell with four gates, the second of them the forget gate.</summary>
    public Initializer ForgetGateBias => UnitForgetBias ? new ForgetBias(BiasInitializer, Size) : BiasInitializer;

    /// <summary>Writes what all such cells have.</summary>
    public void Write(JsonObject config, string sizeKey = "units")
    {
        config[sizeKey] = Size;
        config["activation"] = Activation.Name;
        config["use_bias"] = UseBias;
        config.Put("kernel_initializer", KernelInitializer);
        config.Put("recurrent_initializer", RecurrentInitializer);
        config.Put("bias_initializer", BiasInitializer);
        config.Put("kernel_regularizer", KernelRegularizer);
        config.Put("recurrent_regularizer", RecurrentRegularizer);
        config.Put("bias_regularizer", BiasRegularizer);
        config.Put("kernel_constraint", KernelConstraint);
        config.Put("recurrent_constraint", RecurrentConstraint);
        config.Put("bias_constraint", BiasConstraint);
        config["dropout"] = Dropout;
        config["recurrent_dropout"] = RecurrentDropout;
    }

    /// <summary>Writes what a cell of four gates has beside.</summary>
    public void WriteForgetGate(JsonObject config)
    {
        config["recurrent_activation"] = RecurrentActivation.Name;
        config["unit_forget_bias"] = UnitForgetBias;
    }

    /// <summary>Writes what a cell with a reset gate has beside.</summary>
    public void WriteResetGate(JsonObject config)
    {
        config["recurrent_activation"] = RecurrentActivation.Name;
        config["reset_after"] = ResetAfter;
    }

    private sealed class ForgetBias(Initializer others, int units) : Initializer
    {
        public override void Fill(Span<float> values, ReadOnlySpan<int> shape, Random random)
        {
            others.Fill(values[..units], [units], random);
            values.Slice(units, units).Fill(1);
            others.Fill(values[(2 * units)..], [2 * units], random);
        }
    }
}
