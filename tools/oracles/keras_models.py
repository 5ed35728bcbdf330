"""Small models written by Keras 3 itself, with inputs and what Keras predicts: files that Fathom must open and agree with.

Run where Keras 3 is installed: python3 tools/oracles/keras_models.py   (any backend)
Writes tests/Fathom.Tests/Fixtures/keras/<name>.keras and keras/predictions.json.
"""
import json
import pathlib
import shutil

import keras
import numpy as np
from keras import layers as L

FOLDER = pathlib.Path(__file__).parents[2] / "tests/Fathom.Tests/Fixtures/keras"
random = np.random.RandomState(5)
cases = {}


def randomize(model):
    # Weights that nobody would get by accident; statistics that must be positive stay so.
    for weight in model.weights:
        value = random.normal(scale=0.4, size=weight.shape)
        if "variance" in weight.name:
            value = np.abs(value) + 0.5
        if weight.dtype == "float32" and "seed" not in weight.path and weight.name != "count":
            weight.assign(value.astype("float32"))


def add(name, model, *inputs, keep=False):
    if not keep:
        randomize(model)
    given = [np.asarray(i, "float32") for i in inputs]
    outputs = model(given[0] if len(given) == 1 else given, training=False)
    outputs = keras.tree.flatten(outputs)
    model.save(FOLDER / f"{name}.keras")

    def array(value):
        value = np.asarray(keras.ops.convert_to_numpy(value), "float64")
        return {"shape": list(value.shape), "values": [float(f"{v:.9g}") for v in value.ravel()]}

    cases[name] = {"parameters": model.count_params(), "inputs": [array(i) for i in given],
                   "outputs": [array(o) for o in outputs]}


def draw(*shape):
    return random.normal(size=shape).astype("float32")


def single(name, layer, *shape, batch=3, data=None):
    x = L.Input(shape)
    y = layer(x)
    add(name, keras.Model(x, keras.tree.flatten(y)), draw(batch, *shape) if data is None else data)


def pair(name, layer, *shapes):
    inputs = [L.Input(s) for s in shapes]
    add(name, keras.Model(inputs, layer(inputs)), *[draw(3, *s) for s in shapes])


shutil.rmtree(FOLDER, ignore_errors=True)
FOLDER.mkdir(parents=True)

# Core and activations
single("dense", L.Dense(3, activation="tanh", kernel_regularizer="l2", bias_constraint="non_neg"), 4)
single("dense_on_sequence", L.Dense(3, use_bias=False), 5, 4)
single("einsum_dense", L.EinsumDense("abc,cd->abd", output_shape=(None, 6), bias_axes="d"), 5, 4)
single("activation", L.Activation("gelu"), 4)
# Without sparsemax: up to 3.12 at least, on this backend, what Keras gives does not sum to 1 (Martins and Astudillo 2016).
for kind in ["elu", "selu", "softplus", "softsign", "relu6", "silu", "leaky_relu", "hard_sigmoid", "hard_silu", "mish", "log_softmax", "celu", "hard_tanh", "tanh_shrink",
             "soft_shrink", "hard_shrink", "squareplus", "sparse_plus", "log_sigmoid", "exponential", "sparse_sigmoid"]:
    single(f"activation_{kind}", L.Activation(kind), 6)
single("relu_layer", L.ReLU(max_value=1.5, negative_slope=0.1, threshold=0.2), 6)
single("leaky_relu_layer", L.LeakyReLU(negative_slope=0.15), 6)
single("prelu", L.PReLU(shared_axes=[1]), 5, 4)
single("elu_layer", L.ELU(alpha=0.7), 6)
single("softmax_layer", L.Softmax(axis=1), 5, 4)

# Convolution
single("conv1d", L.Conv1D(5, 3, padding="causal", dilation_rate=2, activation="relu"), 9, 4)
single("conv1d_groups", L.Conv1D(6, 3, strides=2, padding="same", groups=2), 9, 4)
single("conv2d", L.Conv2D(5, (3, 2), strides=2, padding="same"), 7, 6, 3)
single("conv3d", L.Conv3D(3, 2), 4, 5, 4, 2)
# Without output_padding, which Keras does not write into its files. Sizes and strides for which Keras's backends agree: it warns that with others its torch backend differs from its first, TensorFlow's, which Fathom follows.
single("conv1d_transpose", L.Conv1DTranspose(4, 4, strides=2, padding="same"), 6, 3)
single("conv2d_transpose", L.Conv2DTranspose(4, 3, strides=2, padding="valid"), 4, 5, 3)
single("conv2d_transpose_same", L.Conv2DTranspose(4, 4, strides=2, padding="same"), 4, 5, 3)
single("conv3d_transpose", L.Conv3DTranspose(2, 2, strides=2), 3, 2, 3, 2)
single("depthwise_conv1d", L.DepthwiseConv1D(3, depth_multiplier=2), 7, 3)
single("depthwise_conv2d", L.DepthwiseConv2D(3, padding="same", depth_multiplier=2), 6, 5, 3)
single("separable_conv1d", L.SeparableConv1D(4, 3, padding="same"), 7, 3)
single("separable_conv2d", L.SeparableConv2D(4, 3, depth_multiplier=2), 6, 5, 3)

# Pooling
for d, shape in ((1, (7, 3)), (2, (7, 6, 3)), (3, (5, 4, 6, 2))):
    single(f"max_pooling{d}d", getattr(L, f"MaxPooling{d}D")(2, padding="same"), *shape)
    single(f"average_pooling{d}d", getattr(L, f"AveragePooling{d}D")(2, strides=1, padding="valid"), *shape)
    single(f"global_max_pooling{d}d", getattr(L, f"GlobalMaxPooling{d}D")(keepdims=True), *shape)
    single(f"global_average_pooling{d}d", getattr(L, f"GlobalAveragePooling{d}D")(), *shape)

# Recurrent
single("simple_rnn", L.SimpleRNN(4), 6, 3)
single("lstm", L.LSTM(4, return_sequences=True, return_state=True, go_backwards=True), 6, 3)
single("gru", L.GRU(4, return_sequences=True), 6, 3)
single("gru_reset_before", L.GRU(4, reset_after=False), 6, 3)
single("rnn_of_a_cell", L.RNN(L.LSTMCell(4), return_sequences=True), 6, 3)
single("rnn_of_cells", L.RNN([L.GRUCell(4), L.SimpleRNNCell(3)]), 6, 3)
single("stacked_cells", L.RNN(L.StackedRNNCells([L.LSTMCell(4), L.LSTMCell(3)]), return_state=True), 6, 3)
for mode in ("concat", "sum", "mul", "ave"):
    single(f"bidirectional_{mode}", L.Bidirectional(L.LSTM(4, return_sequences=True), merge_mode=mode), 6, 3)
single("bidirectional_none", L.Bidirectional(L.GRU(4), merge_mode=None), 6, 3)
single("time_distributed", L.TimeDistributed(L.Dense(4, activation="relu")), 6, 3)
single("conv_lstm1d", L.ConvLSTM1D(3, 2, padding="same"), 4, 6, 2)
single("conv_lstm2d", L.ConvLSTM2D(3, 2, padding="same", return_sequences=True), 4, 5, 4, 2)
padded = np.array([[3, 1, 4, 0, 0], [2, 2, 0, 0, 0], [5, 1, 3, 2, 1]])
for name, layer in {"lstm": L.LSTM(4), "gru": L.GRU(4), "simple_rnn": L.SimpleRNN(4), "bidirectional": L.Bidirectional(L.LSTM(4)), "average": L.GlobalAveragePooling1D()}.items():
    add(f"masked_{name}", keras.Sequential([L.Input((5,)), L.Embedding(6, 3, mask_zero=True), layer, L.Dense(2)]), padded)
gaps = draw(3, 6, 2)
gaps[0, :2] = gaps[1, 3] = gaps[2, 4:] = 0
add("masking_lstm", keras.Sequential([L.Input((6, 2)), L.Masking(), L.LSTM(4, return_sequences=True), L.TimeDistributed(L.Dense(2))]), gaps)

# Normalization and regularization
single("batch_normalization", L.BatchNormalization(), 5, 4)
single("batch_normalization_axis", L.BatchNormalization(axis=1, center=False), 5, 4)
single("layer_normalization", L.LayerNormalization(axis=[1, 2]), 5, 4)
single("group_normalization", L.GroupNormalization(groups=2), 5, 4)
single("rms_normalization", L.RMSNormalization(), 5, 4)
single("unit_normalization", L.UnitNormalization(), 5, 4)
single("spectral_normalization", L.SpectralNormalization(L.Dense(3)), 4)
single("normalization", L.Normalization(mean=[1.0, 2.0, 3.0], variance=[4.0, 1.0, 0.5]), 3)
for name, layer in {"dropout": L.Dropout(0.4), "spatial_dropout1d": L.SpatialDropout1D(0.4), "gaussian_noise": L.GaussianNoise(0.3), "gaussian_dropout": L.GaussianDropout(0.3),
                    "alpha_dropout": L.AlphaDropout(0.3), "activity_regularization": L.ActivityRegularization(l1=0.1)}.items():
    single(name, layer, 5, 4)
single("spatial_dropout2d", L.SpatialDropout2D(0.4), 4, 3, 2)

# Attention
def attention(name, layer, *shapes, **options):
    inputs = [L.Input(s) for s in shapes]
    add(name, keras.Model(inputs, layer(*inputs, **options) if name.startswith(("multi", "grouped")) else layer(inputs, **options)), *[draw(3, *s) for s in shapes])


attention("multi_head_attention", L.MultiHeadAttention(2, 3), (5, 4), (6, 4))
attention("multi_head_attention_causal", L.MultiHeadAttention(2, 3, value_dim=5, output_shape=7), (5, 4), (5, 4), use_causal_mask=True)
attention("grouped_query_attention", L.GroupQueryAttention(3, 4, 2), (5, 4), (6, 4))
attention("attention", L.Attention(), (5, 4), (6, 4))
attention("attention_scaled", L.Attention(use_scale=True, score_mode="concat"), (5, 4), (6, 4))
attention("additive_attention", L.AdditiveAttention(), (5, 4), (6, 4))
ids = L.Input((5,))
embedded = L.Embedding(6, 4, mask_zero=True)(ids)
attended = L.MultiHeadAttention(2, 3)(embedded, embedded)
add("masked_attention", keras.Model(ids, L.GlobalAveragePooling1D()(L.LayerNormalization()(L.Add()([embedded, attended])))), padded)

# Reshaping and merging
single("flatten", L.Flatten(), 5, 4)
single("reshape", L.Reshape((2, -1)), 5, 4)
single("permute", L.Permute((2, 1)), 5, 4)
single("repeat_vector", L.RepeatVector(3), 4)
single("cropping1d", L.Cropping1D((1, 2)), 6, 3)
single("cropping2d", L.Cropping2D(((1, 0), (2, 1))), 6, 5, 2)
single("cropping3d", L.Cropping3D(1), 4, 5, 4, 2)
single("zero_padding1d", L.ZeroPadding1D((1, 2)), 4, 3)
single("zero_padding2d", L.ZeroPadding2D(((1, 0), (2, 1))), 4, 3, 2)
single("zero_padding3d", L.ZeroPadding3D(1), 2, 3, 2, 2)
single("up_sampling1d", L.UpSampling1D(3), 4, 3)
single("up_sampling2d", L.UpSampling2D((2, 3)), 4, 3, 2)
single("up_sampling2d_bilinear", L.UpSampling2D(2, interpolation="bilinear"), 4, 3, 2)
single("up_sampling3d", L.UpSampling3D(2), 2, 3, 2, 2)
for name in ("Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum"):
    pair(name.lower(), getattr(L, name)(), (5, 4), (5, 4))
pair("concatenate", L.Concatenate(axis=1), (5, 4), (3, 4))
pair("dot", L.Dot(axes=(2, 2), normalize=True), (5, 4), (3, 4))

# Preprocessing
single("rescaling", L.Rescaling(0.5, offset=-1.0), 4)
single("discretization", L.Discretization(bin_boundaries=[-0.5, 0.0, 1.0]), 4)
single("category_encoding", L.CategoryEncoding(num_tokens=6, output_mode="multi_hot"), 5, data=padded)

# Whole models
first, second = L.Input((4,), name="prices"), L.Input((6, 3), name="history")
shared = L.Dense(5, activation="relu", name="shared")
left, right = shared(first), shared(L.Dense(4)(L.LSTM(4)(second)))
inner = keras.Sequential([L.Input((10,)), L.Dense(3, activation="tanh"), L.Dropout(0.2)], name="head")
joined = inner(L.Concatenate()([left, right]))
several = keras.Model([first, second], [L.Dense(1, name="level")(joined), L.Dense(2, activation="softmax", name="direction")(joined)], name="two_in_two_out")
several.compile("adam", loss=["mse", "categorical_crossentropy"], loss_weights=[1.0, 0.5], metrics=[["mae"], ["accuracy"]])
add("two_in_two_out", several, draw(3, 4), draw(3, 6, 3))
trained = keras.Sequential([L.Input((4,)), L.Dense(6, activation="relu"), L.LayerNormalization(), L.Dense(1)])
trained.compile(keras.optimizers.AdamW(0.01, clipnorm=1.0), loss="huber", metrics=["mae"])
trained.fit(draw(64, 4), draw(64, 1), epochs=2, verbose=0)
add("trained", trained, draw(5, 4), keep=True)

(FOLDER / "predictions.json").write_text(
    f'{{"script": "tools/oracles/keras_models.py", "keras": "{keras.__version__}", "backend": "{keras.backend.backend()}", "cases": {{\n'
    + ",\n".join(f' "{name}": {json.dumps(case, separators=(",", ":"))}' for name, case in cases.items()) + "\n}}\n")
print(len(cases), "models")
