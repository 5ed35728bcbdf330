// Models as TensorFlow.js saves them (model.json and shards beside it), and what they predict.
//
// Run: npm install @tensorflow/tfjs && node tools/oracles/tfjs_layers_model.mjs   (tfjs 4.22)
// Writes tests/Fathom.Tests/Fixtures/tfjs_<name>/ and tfjs_layers_model.json.
import * as tf from '@tensorflow/tfjs';
import * as fs from 'node:fs';
import * as path from 'node:path';

const fixtures = path.join(process.cwd(), 'tests/Fathom.Tests/Fixtures');
const cases = {};

// Two shards, cut within a tensor, as the converter cuts large models.
async function save(name, model, inputs) {
  model.setWeights(model.weights.map((w, i) => tf.randomUniform(w.shape, w.originalName.includes('variance') ? 0.5 : -0.8, w.originalName.includes('variance') ? 1.5 : 0.8, 'float32', 7 + i)));
  const predicted = model.predict(inputs.length === 1 ? inputs[0] : inputs);
  cases[name] = {
    x: inputs.map(x => ({ shape: x.shape, values: Array.from(x.dataSync()) })), y: Array.from(predicted.dataSync()),
  };
  await model.save(tf.io.withSaveHandler(async artifacts => {
    const folder = path.join(fixtures, `tfjs_${name}`);
    fs.mkdirSync(folder, { recursive: true });
    const bytes = Buffer.from(artifacts.weightData), half = Math.floor(bytes.length / 2) + 1, paths = ['group1-shard1of2.bin', 'group1-shard2of2.bin'];
    fs.writeFileSync(path.join(folder, paths[0]), bytes.subarray(0, half));
    fs.writeFileSync(path.join(folder, paths[1]), bytes.subarray(half));
    const { modelTopology, format, generatedBy, convertedBy } = artifacts;
    fs.writeFileSync(path.join(folder, 'model.json'), JSON.stringify({ modelTopology, format, generatedBy, convertedBy, weightsManifest: [{ paths, weights: artifacts.weightSpecs }] }));
    return { modelArtifactsInfo: {} };
  }));
}

const images = tf.sequential();
images.add(tf.layers.conv2d({ inputShape: [6, 6, 2], filters: 3, kernelSize: 3, strides: 2, padding: 'same', activation: 'relu' }));
images.add(tf.layers.batchNormalization());
images.add(tf.layers.maxPooling2d({ poolSize: 2 }));
images.add(tf.layers.flatten());
images.add(tf.layers.dropout({ rate: 0.3 }));
images.add(tf.layers.dense({ units: 4, activation: 'softmax' }));
await save('images', images, [tf.randomNormal([2, 6, 6, 2], 0, 1, 'float32', 1)]);

const sequence = tf.input({ shape: [5, 3], name: 'returns' }), context = tf.input({ shape: [2], name: 'context' });
const inner = tf.sequential({ name: 'inner', layers: [tf.layers.dense({ inputShape: [2], units: 6, activation: 'tanh', name: 'first' }), tf.layers.dense({ units: 3, name: 'second' })] });
const memory = tf.layers.bidirectional({ layer: tf.layers.lstm({ units: 3, returnSequences: true, recurrentActivation: 'sigmoid' }), mergeMode: 'concat' }).apply(sequence);
const last = tf.layers.gru({ units: 3, resetAfter: false, recurrentActivation: 'sigmoid' }).apply(memory);
const joined = tf.layers.concatenate().apply([last, inner.apply(context)]);
const added = tf.layers.add().apply([last, inner.apply(context)]);
const functional = tf.model({ inputs: [sequence, context], outputs: tf.layers.dense({ units: 2 }).apply(tf.layers.concatenate().apply([joined, added])) });
await save('functional', functional, [tf.randomNormal([3, 5, 3], 0, 1, 'float32', 2), tf.randomNormal([3, 2], 0, 1, 'float32', 3)]);
fs.writeFileSync(path.join(fixtures, 'tfjs_layers_model.json'), JSON.stringify({ made_by: 'tools/oracles/tfjs_layers_model.mjs', cases }));
