using System.Text.Json.Nodes;
using Fathom.Layers;
using Fathom.Models;
using Fathom.Optimizers;
using Fathom.Tests.Fixtures;
using static TorchSharp.torch;

namespace Fathom.Tests.Optimizers;

public class LazyEmbeddingTests
{
    [Fact]
    public void Adam_follows_the_peer_for_sparse_gradients()
    {
        JsonNode expected = Fixture.Read("torch_sparse_adam.json");
        int rows = expected["rows"]!.GetValue<int>(), width = expected["width"]!.GetValue<int>();
        foreach (bool bySpans in (bool[])[true, false])
        {
            var optimizer = new Adam(0.05) { Beta1 = 0.8, Beta2 = 0.95, Epsilon = 1e-6, LazyEmbeddings = true };
            ParameterBuffer parameters = Tables(expected["start"].Floats(), rows, width);
            foreach (JsonNode? step in expected["steps"]!.AsArray())
            {
                Buffers.Set(parameters.Gradients, parameters, [.. step!["gradient"].Floats(), .. new float[16]]);
                optimizer.Step(parameters, bySpans);
                Buffers.AssertClose(step["table"].Floats(), parameters.Parts[0].Weight.ToArray(), bySpans ? "spans" : "tensors");
            }
        }
    }

    [Fact]
    public void Rows_without_gradient_rest_and_the_others_step_as_ever()
    {
        foreach (Func<bool, ElementwiseOptimizer> make in (Func<bool, ElementwiseOptimizer>[])
        [
            lazy => new SGD(0.1) { Momentum = 0.9, LazyEmbeddings = lazy, WeightDecay = 0.1 }, lazy => new AdamW(0.01) { AmsGrad = true, LazyEmbeddings = lazy },
            lazy => new RMSprop(0.01) { Momentum = 0.5, LazyEmbeddings = lazy, LossScaleFactor = 4 }, lazy => new Ftrl(0.1) { LazyEmbeddings = lazy }, lazy => new Nadam(0.01) { LazyEmbeddings = lazy },
            lazy => new Lion(0.01) { LazyEmbeddings = lazy, UseEma = true, WeightDecay = 0.1 },
        ])
            foreach ((int rows, int width) in ((int, int)[])[(700, 33), (40, 16), (3, 20_000)])
                foreach (bool bySpans in (bool[])[true, false])
                {
                    var random = new Random(1);
                    float[] start = [.. Enumerable.Range(0, rows * width).Select(_ => random.NextSingle())];
                    ParameterBuffer lazy = Tables(start, rows, width), eager = Tables(start, rows, width);
                    (ElementwiseOptimizer some, ElementwiseOptimizer all) = (make(true), make(false));
                    for (int step = 0; step < 3; step++)
                    {
                        // Every other row, always the same: the eager rule moves those just as the lazy one.
                        float[] gradients = [.. Enumerable.Range(0, rows * width).Select(i => i / width % 2 == 0 ? 0 : random.NextSingle() - 0.5f), .. Enumerable.Range(0, 16).Select(_ => random.NextSingle())];
                        foreach ((ParameterBuffer parameters, Optimizer optimizer) in ((ParameterBuffer, Optimizer)[])[(lazy, some), (eager, all)])
                        {
                            Buffers.Set(parameters.Gradients, parameters, gradients);
                            optimizer.Step(parameters, bySpans);
                        }
                    }
                    float[] stepped = lazy.Parts[0].Weight.ToArray(), whole = eager.Parts[0].Weight.ToArray();
                    for (int i = 0; i < stepped.Length; i++) Assert.Equal(i / width % 2 == 0 ? start[i] : whole[i], stepped[i]);
                    Assert.Equal(eager.Parts[1].Weight.ToArray(), lazy.Parts[1].Weight.ToArray());
                }
    }

    // The rows of a batch are known, or found where it is not (a way back that computes the look-up again): the steps are the same.
    [Fact]
    public void Training_leaves_words_alone_that_a_batch_does_not_hold()
    {
        float[,] x = new float[6, 4];
        for (int i = 0; i < 24; i++) x[i / 4, i % 4] = i % 6 * 300;
        float[] y = [0, 1, 0, 1, 1, 0];
        Assert.Equal(Train(found: false), Train(found: true));

        float[] Train(bool found)
        {
            using IDisposable seeds = Seeds.Use(2);
            var words = new Embedding(2000, 10) { GradientCheckpointing = found };
            var model = new Sequential { new Input(4), words, new GlobalAveragePooling1D(), new Dense(1) };
            model.Compile(new Adam(0.01) { LazyEmbeddings = true, WeightDecay = 0.1, GlobalClipNorm = 0.1 }, Loss.MeanSquaredError, device: "cpu");
            _ = model.Evaluate(x, y);
            Weight table = words.Weights.Single();
            float[] before = table.ToArray();
            model.Fit(x, y, epochs: 3, batchSize: 2, shuffle: false, verbose: Verbosity.Silent);
            float[] after = table.ToArray();
            for (int i = 0; i < before.Length; i++) Assert.Equal(i / 10 % 300 == 0 && i / 10 < 1800, before[i] != after[i]);
            return after;
        }
    }

    private static ParameterBuffer Tables(float[] start, int rows, int width)
    {
        Weight table = Buffers.Weight("embeddings", [rows, width], start);
        table.IsTable = true;
        return new ParameterBuffer([table, Buffers.Weight("bias", [16], new float[16])], CPU);
    }
}
