/** What a small convolutional network looks at: trained on images drawn here, and asked by three rules. */
package lanewise.bench.visualize;
